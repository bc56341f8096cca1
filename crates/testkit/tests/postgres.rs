//! The shared cluster gives each caller an empty database with pgvector at hand.

#![cfg(test)]

use testkit::Postgres;

#[test]
fn databases_are_separate_and_vectors_work() {
    let postgres = Postgres::shared().unwrap();
    let (one, other) = (postgres.create_database().unwrap(), postgres.create_database().unwrap());
    postgres.query(&one, "create table only_here (id int)").unwrap();
    assert!(postgres.query(&other, "select * from only_here").is_err());
    postgres.query(&one, "create extension vector").unwrap();
    assert_eq!(postgres.query(&one, "select '[3,4]'::vector <-> '[0,0]'::vector").unwrap(), "5");
}

#[test]
fn what_was_committed_outlives_a_crash() {
    let mut postgres = Postgres::start().unwrap();
    let url = postgres.create_database().unwrap();
    postgres.query(&url, "create table kept (id int); insert into kept values (7)").unwrap();
    postgres.crash_and_restart().unwrap();
    assert_eq!(postgres.query(&url, "select id from kept").unwrap(), "7");
}
