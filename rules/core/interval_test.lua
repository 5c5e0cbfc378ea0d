local function case(lengths, minutes, basis)
  return {
    name = table.concat(lengths, ", ") .. " gives " .. minutes,
    input = { lengths = lengths },
    expect = { minutes = minutes, basis = basis },
  }
end

return tests {
  decision = "interval",
  cases = {
    case({ 30 }, 30, "equal"),
    case({ 45 }, 45, "equal"),
    case({ 20, 30 }, 10, "divides"),
    case({ 30, 45, 60 }, 15, "divides"),
    case({ 25, 30 }, 5, "divides"),
    case({ 12, 18 }, 6, "divisor"),
    case({ 21, 28 }, 7, "divisor"),
    case({ 13, 30 }, 5, "divisor"),
    {
      name = "nothing linked gives a quarter of an hour",
      input = { lengths = {} },
      expect = { minutes = 15, basis = "none" },
    },
    {
      name = "the PMS's own interval wins over the computed one",
      input = { lengths = { 30, 45 }, practice = { interval_minutes = 10 } },
      expect = { minutes = 10, basis = "pms" },
    },
    {
      name = "the practice's parameter wins over the PMS's",
      input = { lengths = { 30, 45 }, practice = { interval_minutes = 10 } },
      params = { minutes = 20 },
      expect = { minutes = 20, basis = "parameter" },
    },
  },
}
