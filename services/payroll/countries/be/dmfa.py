"""The quarterly declaration of wages (DmfA): what is stated of each worker, and the file, schema DmfAOriginal.

A worker has a record in a quarter for each kind of contract: its occupations (one per employment), contributions on all
of them, and reductions; the special contribution, settled on the whole quarter, stands in the first. What the tables do
not know is refused for that worker.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from lxml import etree

from services.payroll.countries.be.dimona import ZONE
from services.payroll.countries.be.pay_rules import quarterly_special_contribution, rule_of
from services.payroll.countries.be.social_security import special_contribution
from services.payroll.countries.be.structural import structural_rule
from services.payroll.dues.rules import ReturnPeriod
from services.payroll.social_returns.errors import SeveralWorkerKinds, TooManyEmployments, WageAboveCap
from services.payroll.social_returns.rules import PeriodWage, SocialReturn, WorkerPeriod, WorkerStatement
from services.payroll.workers.rules import Employer
from shared.money import Money, total
from shared.outgoing import Document
from shared.parameters import Row, Tables

MOST_OCCUPATIONS = 99
REFERENCE = 20  # characters of ours that an answer quotes
HUNDREDTHS = 100
FULL_TIME, PART_TIME = "0", "1"
BONUS = ("work_bonus_a", "work_bonus_b")
SPECIAL = "special_contribution"
TABLES = ("dmfa_occupation", "dmfa_code", "dmfa_contribution", "structural_fraction", "structural_reduction")


class BelgianSocialReturns:
    """The DmfA."""

    codes = (*BONUS, SPECIAL)

    def months(self, tables: Tables, on: date) -> int:
        """A quarter."""
        return tables.integer("social_return_months", on)

    def due_on(self, tables: Tables, period: ReturnPeriod) -> date:
        """The last day of the month after the quarter, to declare and to pay."""
        after = period.ends_before.month - 1 + tables.integer("social_return_months_after", period.last_day)
        return date(period.ends_before.year + after // 12, after % 12 + 1, 1) - timedelta(days=1)

    def provisional(self, tables: Tables, period: ReturnPeriod) -> Sequence[str]:
        """The rows in force that are our choice until the authority confirms them."""
        rows = (row for name, key in tables.names() if name in TABLES for row in tables.history(name, key))
        rules = (rule_of(row) for row in rows if row.holds_on(period.last_day))
        return [f"{rule.id}: {rule.source}" for rule in rules if rule.provisional]

    def state(self, tables: Tables, period: ReturnPeriod, worker: WorkerPeriod) -> WorkerStatement:
        """Occupations, contributions and reductions of one worker."""
        return _state(tables, period, worker)

    def sums(self, record: Mapping[str, Any]) -> tuple[int, int]:
        """The contributions and the reductions that a record states, in cents."""
        reduced = [one["amount"] for part in _records(record) for one in part["deductions"]]
        reduced += [one.get("reduced", 0) for part in _records(record) for one in part["occupations"]]
        return sum(one["amount"] for part in _records(record) for one in part["contributions"]), sum(reduced)

    def file(
        self, employer: Employer, of: SocialReturn, workers: Iterable[Mapping[str, Any]], written_at: datetime,
    ) -> Document:
        """The declaration of all workers, written worker by worker."""
        return Document(
            channel="onss", name=f"dmfa_{of.entity}_{_quarter(of.period)}_{of.attempt}.xml",
            media_type="application/xml", content=dmfa(employer, of, workers, written_at), about=of.return_id)


def _state(tables: Tables, period: ReturnPeriod, worker: WorkerPeriod) -> WorkerStatement:
    on, currency, kinds = period.last_day, worker.gross.currency, worker.by_contract
    rows = {kind: tables.row("dmfa_occupation", on, kind) for kind in kinds}
    _assert_fits(tables, on, worker, rows)
    whole = sum((_share(tables, on, rows[wages[0].contract], wages) for wages in worker.by_employment), Decimal(0))
    special = _special(tables, on, worker, total((_base(tables, on, kinds[kind], kind) for kind in kinds), currency))
    first, *beside = [_record(tables, on, rows[kind], kinds[kind], whole) for kind in kinds]
    first["contributions"] += [{**_code(tables, on, SPECIAL), "amount": special.cents}] if special else []
    record = {**first, "beside": beside} if beside else first
    stated, reduced = BelgianSocialReturns().sums(record)
    return WorkerStatement(
        record=record, gross=worker.gross, contributions=Money(stated, currency), reductions=Money(reduced, currency),
        special=special, withheld=worker.line(SPECIAL))


def _assert_fits(tables: Tables, on: date, worker: WorkerPeriod, rows: Mapping[str, Row]) -> None:
    if len({row["category"] for row in rows.values()}) > 1:
        raise SeveralWorkerKinds(kinds=", ".join(rows))
    if len(worker.by_employment) > MOST_OCCUPATIONS:
        raise TooManyEmployments(count=str(len(worker.by_employment)), limit=str(MOST_OCCUPATIONS))
    if worker.gross > (cap := tables.money("onss_employer_quarter_cap", on)):
        raise WageAboveCap(gross=str(worker.gross), cap=str(cap))


def _base(tables: Tables, on: date, worker: WorkerPeriod, kind: str) -> Money:
    """What the contributions of a kind of contract are reckoned on."""
    return worker.gross.times(_base_factor(tables, on, kind))


def _base_factor(tables: Tables, on: date, kind: str) -> Decimal:
    return tables.decimal("onss_base_factor", on, str(tables.value("contract_status", on, kind)))


def _records(record: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The record of each kind of contract."""
    return [record, *record.get("beside", ())]


def _record(tables: Tables, on: date, row: Row, worker: WorkerPeriod, whole: Decimal) -> dict[str, Any]:
    """What is stated of one kind of contract; all of the worker's employments are so much of a full quarter."""
    base, bonus = _base(tables, on, worker, row["key"]), worker.line(BONUS[0]) + worker.line(BONUS[1])
    deductions = [{"code": tables.row("dmfa_code", on, "work_bonus")["deduction"], "amount": bonus.cents}]
    return {
        "class": row["employer_class"], "code": row["worker_code"],
        "occupations": _occupations(tables, on, row, worker.by_employment, whole),
        "contributions": [one for one in _contributions(tables, on, row, base) if one["amount"]],
        "deductions": [one for one in deductions if one["amount"]]}


def _special(tables: Tables, on: date, worker: WorkerPeriod, base: Money) -> Money:
    """The special contribution of the quarter, by the household on its last day; never less than the wages bore of it.

    What is lacking is the pool's; what was withheld beyond it comes back to the worker in the yearly tax, not to us.
    """
    due = special_contribution(base, quarterly_special_contribution(tables, on, worker.household)).amount
    return max(due, worker.line(SPECIAL))


def _contributions(tables: Tables, on: date, row: Row, base: Money) -> list[dict[str, Any]]:
    """The basic contribution of worker and employer together, and every other that the tables know for the kind."""
    others = [tables.row(name, on, key) for name, key in tables.names() if name == "dmfa_contribution"]
    rates = [(row["worker_code"], row["contribution_type"], _basic_rate(tables, on, row))]
    rates += [(one["key"], one["type"], one.decimal("rate")) for one in others
              if one.fields.get("only", row["key"]) == row["key"]]
    return [{"code": code, "type": kind, "base": base.cents, "amount": base.times(rate).cents}
            for code, kind, rate in rates]


def _basic_rate(tables: Tables, on: date, row: Row) -> Decimal:
    """The worker's rate and the employer's; with what a kind bears each quarter for holidays that a fund pays."""
    rate = tables.decimal("onss_employee", on) + tables.decimal("onss_employer", on, row["category"])
    fund = str(row.fields.get("holiday", ""))
    return rate + (tables.row("holiday_contribution", on, fund).decimal("quarterly") if fund else 0)


def _code(tables: Tables, on: date, name: str) -> dict[str, str]:
    row = tables.row("dmfa_code", on, name)
    return {"code": row["worker_code"], "type": row["type"]}


def _occupations(
    tables: Tables, on: date, row: Row, employments: Sequence[Sequence[PeriodWage]], whole: Decimal,
) -> list[dict[str, Any]]:
    """Each employment with its time and pay; the structural reduction of each follows from all of them together.

    None takes away more than the employer's contribution on it, nor all of them more than that on all: cents would.
    """
    week, days_per_week = tables.decimal("full_time_weekly_hours", on), row.decimal("days_per_week")
    rule, found = structural_rule(tables, on, row["category"]), []
    grosses = [total((wage.gross for wage in wages), wages[0].gross.currency) for wages in employments]
    factor, rate = _base_factor(tables, on, row["key"]), tables.decimal("onss_employer", on, row["category"])
    left = total(grosses, grosses[0].currency).times(factor).times(rate)
    for wages, gross in zip(employments, grosses, strict=True):
        own = gross.times(factor).times(rate)
        reduced = min(rule.reduction(gross, _share(tables, on, row, wages), whole), own, left)
        left -= reduced
        found.append({**_occupation(row, wages, on, week=week, days_per_week=days_per_week),
                      "remuneration": row["remuneration"], "amount": gross.cents, **_reduction(tables, on, reduced)})
    return found


def _occupation(
    row: Row, wages: Sequence[PeriodWage], on: date, *, week: Decimal, days_per_week: Decimal,
) -> dict[str, Any]:
    first, days, hours = wages[0], sum(wage.days for wage in wages), _hours(wages, week, days_per_week)
    full = _is_full_time(wages, week, days_per_week)
    worked = sum(wage.worked_days for wage in wages)
    mean = week if full else sum((wage.hours for wage in wages), Decimal(0)) / worked * days_per_week
    ended = {"until": first.ends_on.isoformat()} if first.ends_on <= on else {}
    return {
        "order": first.order_id[-REFERENCE:], "from": first.starts_on.isoformat(), **ended,
        "committee": row["joint_committee"], "system": _hundredths(days_per_week), "week": _hundredths(week),
        "type": FULL_TIME if full else PART_TIME, "mean": _hundredths(mean), "service": row["service"],
        "days": days * HUNDREDTHS, **({} if full else {"hours": _hundredths(hours)}),
    }


def _reduction(tables: Tables, on: date, amount: Money) -> dict[str, Any]:
    if not amount:
        return {}
    return {"deduction": tables.row("dmfa_code", on, "structural_reduction")["deduction"], "reduced": amount.cents}


def _is_full_time(wages: Sequence[PeriodWage], week: Decimal, days_per_week: Decimal) -> bool:
    """A full working day on every day worked, as the work bonus counts it."""
    worked = sum(wage.worked_days for wage in wages)
    return sum((wage.hours for wage in wages), Decimal(0)) >= worked * week / days_per_week


def _hours(wages: Sequence[PeriodWage], week: Decimal, days_per_week: Decimal) -> Decimal:
    """Hours worked, and a full day for each paid public holiday."""
    holidays = sum(wage.days - wage.worked_days for wage in wages)
    return sum((wage.hours for wage in wages), Decimal(0)) + holidays * week / days_per_week


def _share(tables: Tables, on: date, row: Row, wages: Sequence[PeriodWage]) -> Decimal:
    """How much of a full quarter an employment is (mu): days of a full-timer, else hours."""
    week, days_per_week = tables.decimal("full_time_weekly_hours", on), row.decimal("days_per_week")
    weeks = structural_rule(tables, on, row["category"]).weeks
    if _is_full_time(wages, week, days_per_week):
        return sum(wage.days for wage in wages) / (weeks * days_per_week)
    return _hours(wages, week, days_per_week) / (weeks * week)


def _hundredths(number: Decimal) -> int:
    return int((number * HUNDREDTHS).to_integral_value())


def dmfa(employer: Employer, of: SocialReturn, workers: Iterable[Mapping[str, Any]], written_at: datetime) -> bytes:
    """The file, written worker by worker; amounts in cents, days and hours in hundredths."""
    written = BytesIO()
    with etree.xmlfile(written, encoding="UTF-8") as file:
        file.write_declaration()
        with file.element("DmfAOriginal"), file.element("Form"):
            at = written_at.astimezone(ZONE)
            _all(file, Identification="DMFA", FormCreationDate=at.date().isoformat(),
                 FormCreationHour=at.strftime("%H:%M:%S.%f")[:-3], AttestationStatus="0", TypeForm="SU")
            file.write(_tree("Reference", ReferenceType="1", ReferenceOrigin="1",
                             ReferenceNbr=of.return_id[-REFERENCE:]))
            with file.element("EmployerDeclaration"):
                _all(file, Quarter=_quarter(of.period), NOSSRegistrationNbr=employer.onss_number, Trusteeship="0",
                     CompanyID=employer.enterprise_number, NetOwedAmount=of.figures.owed.cents)
                for worker in workers:
                    file.write(_person(worker, of.period))
    return written.getvalue()


def _quarter(period: ReturnPeriod) -> str:
    """The quarter as the authority writes it: 20263."""
    return f"{period.starts_on.year}{(period.starts_on.month + 2) // 3}"


def _all(file: Any, **texts: object) -> None:
    for name, text in texts.items():
        file.write(_leaf(name, text))


def _person(worker: Mapping[str, Any], period: ReturnPeriod) -> etree._Element:
    person = _tree("NaturalPerson", NaturalPersonSequenceNbr=worker["place"], INSS=worker["national_number"],
                   NaturalPersonUserReference=worker["member_id"][-REFERENCE:])
    person.extend(_line(record, period) for record in _records(worker["record"]))
    return person


def _line(record: Mapping[str, Any], period: ReturnPeriod) -> etree._Element:
    line = _tree("WorkerRecord", EmployerClass=record["class"], WorkerCode=record["code"],
                 NOSSQuarterStartingDate=period.starts_on.isoformat(),
                 NOSSQuarterEndingDate=period.last_day.isoformat(), Border="0")
    line.extend(_employment(place, one) for place, one in enumerate(record["occupations"], start=1))
    for one in record["contributions"]:
        line.append(_tree("WorkerContribution", ContributionWorkerCode=one["code"], ContributionType=one["type"],
                          ContributionCalculationBasis=one.get("base"), ContributionAmount=one["amount"]))
    line.extend(_tree("WorkerDeduction", DeductionCode=one["code"], DeductionAmount=one["amount"])
                for one in record["deductions"])
    return line


def _employment(place: int, one: Mapping[str, Any]) -> etree._Element:
    found = _tree("Occupation", OccupationSequenceNbr=place, OccupationStartingDate=one["from"],
                  OccupationEndingDate=one.get("until"), JointCommissionNbr=one["committee"],
                  WorkingDaysSystem=one["system"], ContractType=one["type"], RefMeanWorkingHours=one["week"],
                  MeanWorkingHours=one["mean"], Retired="0", OccupationUserReference=one["order"])
    found.append(_tree("Service", ServiceSequenceNbr=1, ServiceCode=one["service"], ServiceNbrDays=one["days"],
                       ServiceNbrHours=one.get("hours")))
    found.append(_tree("Remun", RemunSequenceNbr=1, RemunCode=one["remuneration"], RemunAmount=one["amount"]))
    if "reduced" in one:
        found.append(_tree("OccupationDeduction", DeductionCode=one["deduction"], DeductionAmount=one["reduced"]))
    return found


def _tree(name: str, **texts: object) -> etree._Element:
    """An element with its leaves in their order; what is nothing is left out."""
    element = etree.Element(name)
    element.extend(_leaf(leaf, text) for leaf, text in texts.items() if text is not None)
    return element


def _leaf(name: str, text: object) -> etree._Element:
    leaf = etree.Element(name)
    leaf.text = str(text)
    return leaf
