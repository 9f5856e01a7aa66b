from django.db import migrations

SEATED = ["mr_lid", "mr_secretaris"]


def give_seats(apps, schema_editor):
    """Every vote gets the seat it was cast from; in a round that is open everybody who sits in the MR has one."""
    ConsentRound, Seat = apps.get_model("programmes", "ConsentRound"), apps.get_model("programmes", "Seat")
    Membership = apps.get_model("schools", "Membership")
    for round_ in ConsentRound.objects.select_related("version__programme"):
        seats = {}
        for ballot in round_.ballots.select_related("cast_by"):
            user = ballot.cast_by
            seat = Seat.objects.create(round=round_, user=user, name=user.name, geleding=ballot.geleding)
            seats[user.pk, ballot.geleding] = seat
            ballot.seat = seat
            ballot.save(update_fields=["seat"])
        if round_.closed_at is None:
            school = round_.version.programme.school_id
            members = Membership.objects.filter(
                school=school, ended_on=None, user__is_active=True, role__in=SEATED
            ).exclude(geleding="")
            for user, name, geleding in members.values_list("user", "user__name", "geleding").distinct():
                if (user, geleding) not in seats:
                    Seat.objects.create(round=round_, user_id=user, name=name, geleding=geleding)


def keep_conditions(apps, schema_editor):
    """What the MR wrote with its consent is a condition of it."""
    Decision, Condition = apps.get_model("programmes", "Decision"), apps.get_model("programmes", "Condition")
    for decision in Decision.objects.filter(outcome="voorwaarden").exclude(reasons=""):
        Condition.objects.create(decision=decision, text=decision.reasons[:2000])


def take_seats(apps, schema_editor):
    """Back: a vote is of a voter in a geleding. Votes of members without an account cannot be told so, and go."""
    Ballot = apps.get_model("programmes", "Ballot")
    Ballot.objects.filter(seat__user=None).delete()
    for ballot in Ballot.objects.select_related("seat"):
        ballot.round_id, ballot.geleding, ballot.cast_by_id = ballot.seat.round_id, ballot.seat.geleding, ballot.seat.user_id
        ballot.seat = None
        ballot.save()
    apps.get_model("programmes", "Seat").objects.all().delete()


class Migration(migrations.Migration):
    # Apart from 0011 and 0013: PostgreSQL alters no table in the transaction that wrote in it.

    dependencies = [("programmes", "0011_seats")]

    operations = [
        migrations.RunPython(give_seats, take_seats),
        migrations.RunPython(keep_conditions, migrations.RunPython.noop),
    ]
