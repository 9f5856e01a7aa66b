"""The drawings that belong to one row of a document."""

from django import template

from programmes.document import goal_bars

register = template.Library()

register.filter("goal_bar", goal_bars.goal_bar)
