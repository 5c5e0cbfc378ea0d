return tests {
  decision = "interval",
  pms = "exact",
  cases = {
    {
      name = "a quarter of an hour, whatever the lengths",
      input = { lengths = { 25, 30 } },
      expect = { minutes = 15, basis = "parameter" },
    },
  },
}
