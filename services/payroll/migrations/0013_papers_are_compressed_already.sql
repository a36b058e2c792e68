-- A PDF is compressed already: to compress it once more costs time and gains nothing.
alter table payslip_papers alter column pdf set storage external;
