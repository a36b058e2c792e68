-- Rights to vote before a day are those of a register that was taken over; calls and payments of ours say what they are since.
alter table members add column standings_taken_over_on date;
