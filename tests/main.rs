//! One test binary; each module is one subject.
#![allow(unreachable_pub, reason = "modules of one test binary")]

mod engine;
