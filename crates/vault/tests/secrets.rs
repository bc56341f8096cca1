//! Sealing and opening: only with the right key, tenant and id, and never a word of the secret elsewhere.
#![cfg(test)]

use domain::TenantId;
use proptest::prelude::*;
use vault::{ExposeSecret, KeySource, Sealed, SecretString, Vault};

const OLD: &str = "1111111111111111111111111111111111111111111111111111111111111111";
const NEW: &str = "2222222222222222222222222222222222222222222222222222222222222222";
const SECRET: &str = "correct horse battery staple";

fn vault(keys: &str) -> Vault {
    Vault::open(&KeySource::Environment(keys.into())).unwrap()
}

fn tenant() -> TenantId {
    "t-1".into()
}

fn sealed_by(vault: &Vault) -> Sealed {
    vault.seal(&tenant(), "account-1", &SECRET.into()).unwrap()
}

fn opened(vault: &Vault, sealed: &Sealed) -> Result<String, &'static str> {
    let secret = vault.unseal(&tenant(), "account-1", sealed).map_err(|error| error.code())?;
    Ok(secret.expose_secret().to_owned())
}

#[test]
fn a_secret_opens_for_its_owner_only() {
    let vault = vault(OLD);
    let sealed = sealed_by(&vault);
    assert_eq!(opened(&vault, &sealed).as_deref(), Ok(SECRET));
    let code = |tenant: &str, id: &str| vault.unseal(&tenant.into(), id, &sealed).unwrap_err().code();
    assert_eq!(code("t-2", "account-1"), "sealed_damaged");
    assert_eq!(code("t-1", "account-2"), "sealed_damaged");
    // The border between tenant and id counts too.
    assert_eq!(code("t-1a", "ccount-1"), "sealed_damaged");
}

#[test]
fn each_sealing_is_different_and_shows_nothing() {
    let vault = vault(OLD);
    let (first, second) = (sealed_by(&vault), sealed_by(&vault));
    assert_ne!(first, second);
    assert!(first.as_str().starts_with(&format!("factotum1:{}:", vault.key_id())));
    let stored = serde_json::to_string(&first).unwrap();
    assert_eq!(serde_json::from_str::<Sealed>(&stored).unwrap(), first);
}

#[test]
fn nothing_secret_is_ever_shown() {
    let source = KeySource::Environment(OLD.into());
    let vault = Vault::open(&source).unwrap();
    let sealed = sealed_by(&vault);
    let secret: SecretString = vault.unseal(&tenant(), "account-1", &sealed).unwrap();
    let mut malformed = vec![];
    for keys in [&OLD[1..], &OLD.replace('1', "x"), "root:1", "", &format!("root:{OLD}"), "root:,key:"] {
        malformed.push(Vault::open(&KeySource::Environment(keys.into())).unwrap_err());
    }
    assert!(malformed.iter().all(|error| error.code() == "key_malformed"));
    let shown = format!("{source:?} {vault:?} {sealed:?} {secret:?} {malformed:?} {malformed:#?}")
        + &malformed.iter().map(|error| error.to_string()).collect::<String>();
    assert!(!shown.contains("1111"), "{shown}");
    assert!(!shown.contains("correct"), "{shown}");
}

#[test]
fn rotation_opens_the_old_and_seals_with_the_new() {
    let old = vault(OLD);
    let sealed = sealed_by(&old);
    let both = vault(&format!("{NEW},{OLD}"));
    assert_eq!(opened(&both, &sealed).as_deref(), Ok(SECRET));

    let rewrapped = both.rewrap(&tenant(), "account-1", &sealed).unwrap().unwrap();
    assert_eq!(rewrapped.key_id(), Some(both.key_id()));
    assert_eq!(both.rewrap(&tenant(), "account-1", &rewrapped).unwrap(), None);
    assert_eq!(both.rewrap(&tenant(), "account-2", &sealed).unwrap_err().code(), "sealed_damaged");

    let new = vault(&format!("{NEW}\nroot:{OLD} # only for derived keys"));
    assert_eq!(opened(&new, &rewrapped).as_deref(), Ok(SECRET));
    assert_eq!(opened(&new, &sealed), Err("key_unknown"));
    assert_eq!(opened(&old, &rewrapped), Err("key_unknown"));
}

#[test]
fn derived_keys_survive_rotation_and_differ_by_root_tenant_and_purpose() {
    let (old, both, new) = (vault(OLD), vault(&format!("{NEW} {OLD}")), vault(&format!("{NEW} root:{OLD}")));
    let key = old.derive(&tenant(), "blobs");
    assert_eq!(both.derive(&tenant(), "blobs"), key);
    assert_eq!(new.derive(&tenant(), "blobs"), key);
    assert_eq!((old.root_id(), old.root_id()), (both.root_id(), new.root_id()));
    assert_ne!(old.derive(&tenant(), "audit"), key);
    assert_ne!(old.derive(&"t-2".into(), "blobs"), key);
    assert_ne!(old.derive(&"t-1b".into(), "lobs"), key);
    assert_ne!(vault(NEW).derive(&tenant(), "blobs"), key);
    assert_ne!(vault(NEW).root_id(), old.root_id());
}

#[test]
fn a_key_in_hexadecimal_and_in_base64_is_the_same() {
    let base64 = "ERERERERERERERERERERERERERERERERERERERERERE";
    let sealed = sealed_by(&vault(OLD));
    for keys in [base64.to_owned(), format!("{base64}="), format!("key:{base64}=\r\n")] {
        assert_eq!(opened(&vault(&keys), &sealed).as_deref(), Ok(SECRET));
    }
}

#[test]
fn another_form_is_told_from_damage() {
    let vault = vault(OLD);
    for text in
        ["", "factotum1:", "factotum2:0123456789abcdef:AAAA", "factotum1:0123456789abcdef:AAAA", SECRET]
    {
        assert_eq!(opened(&vault, &Sealed::new(text)), Err("sealed_malformed"));
    }
    let foreign = sealed_by(&vault).as_str().replace(vault.key_id(), "correct horse battery");
    let error = vault.unseal(&tenant(), "account-1", &Sealed::new(foreign)).unwrap_err();
    assert_eq!(error.code(), "key_unknown");
    assert!(!error.to_string().contains("horse"));
}

#[test]
fn every_changed_byte_is_found() {
    let vault = vault(OLD);
    let sealed = sealed_by(&vault).into_string();
    for at in 0..sealed.len() {
        let mut changed = sealed.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = Sealed::new(String::from_utf8(changed).unwrap());
        assert!(opened(&vault, &changed).is_err(), "a change at {at} went unnoticed");
        let wider = both_keys();
        assert!(wider.rewrap(&tenant(), "account-1", &changed).is_err(), "a change at {at} was rewrapped");
    }
}

fn both_keys() -> Vault {
    vault(&format!("{NEW},{OLD}"))
}

proptest! {
    #[test]
    fn any_secret_for_any_owner_comes_back(secret in ".*", tenant in ".*", id in ".*") {
        let vault = vault(OLD);
        let tenant = TenantId::new(tenant);
        let sealed = vault.seal(&tenant, &id, &secret.as_str().into()).unwrap();
        let opened = vault.unseal(&tenant, &id, &sealed).unwrap();
        prop_assert_eq!(opened.expose_secret(), secret.as_str());
    }

    #[test]
    fn arbitrary_sealed_text_never_panics(text in "(factotum1:)?.*") {
        prop_assert!(vault(OLD).unseal(&tenant(), "account-1", &Sealed::new(text)).is_err());
    }
}
