//! Organisers and attendees.

use calcard::icalendar::{
    ICalendarEntry, ICalendarParameterName as Parameter, ICalendarParameterValue, ICalendarParticipationRole,
    ICalendarParticipationStatus as Partstat,
};
use domain::Address;
use domain::event::{Attendee, Response};

pub(super) fn address(entry: &ICalendarEntry) -> Option<Address> {
    let address = entry.calendar_address()?.trim();
    // Some servers write their own URN and the address beside it (RFC 7986 §6.2).
    let email = entry.parameter(&Parameter::Email).and_then(ICalendarParameterValue::as_text);
    let address = if address.contains('@') { address } else { email.unwrap_or(address) };
    let name = entry.parameter(&Parameter::Cn).and_then(ICalendarParameterValue::as_text).map(str::trim);
    (!address.is_empty()).then(|| Address::new(name.filter(|name| !name.is_empty()), address))
}

pub(super) fn attendee(entry: &ICalendarEntry) -> Option<Attendee> {
    let response = match entry.parameter(&Parameter::Partstat) {
        Some(ICalendarParameterValue::Partstat(Partstat::Accepted)) => Response::Accepted,
        Some(ICalendarParameterValue::Partstat(Partstat::Declined)) => Response::Declined,
        Some(ICalendarParameterValue::Partstat(Partstat::Tentative)) => Response::Tentative,
        Some(ICalendarParameterValue::Partstat(Partstat::Delegated)) => Response::Delegated,
        _ => Response::NeedsAction,
    };
    let optional = matches!(
        entry.parameter(&Parameter::Role),
        Some(ICalendarParameterValue::Role(
            ICalendarParticipationRole::OptParticipant | ICalendarParticipationRole::NonParticipant
        ))
    );
    Some(Attendee { address: address(entry)?, response, optional })
}
