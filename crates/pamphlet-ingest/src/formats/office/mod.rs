//! (a colleague of the ingest author is writing this folder right now: leave it to them; see /tmp/seams.md 'Ingest is written by three')
