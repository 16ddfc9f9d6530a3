"""Reads a prompt and plans the shot: a lexicon, a few rules of grammar, no model."""

from vitascope.engines.previz.planner.pictures import PictureDirection, picture_words
from vitascope.engines.previz.planner.planner import cast_subject, extend_shot, lead_shot, plan_shot

__all__ = ["PictureDirection", "cast_subject", "extend_shot", "lead_shot", "picture_words", "plan_shot"]
