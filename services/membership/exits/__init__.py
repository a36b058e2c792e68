"""How membership ends and shares pass on: resignations, ends by law, exclusions, transfers; the yearly figures."""
