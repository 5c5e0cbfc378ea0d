-- How far apart candidate starts are (S45, S46, T15): the practice's own number, else the PMS's,
-- else one that works for all lengths of the linked types.

local function divides_all(step, lengths)
  for _, length in ipairs(lengths) do
    if length % step ~= 0 then return false end
  end
  return true
end

local function greatest_common_divisor(lengths)
  local result = 0
  for _, length in ipairs(lengths) do
    local a, b = length, result
    while b > 0 do a, b = b, a % b end
    result = a
  end
  return result
end

return rule {
  decision = "interval",
  api = 1,
  summary = "The practice's interval, else the PMS's, else one that suits all lengths.",
  params = {
    minutes = param.integer {
      min = 5, max = 240,
      summary = "the interval of this practice; wins over the PMS's own and the computed one",
    },
    steps = param.list {
      "15", "10", "5",
      summary = "the intervals that are tried, in order, where lengths differ",
    },
  },
  decide = function(input, params)
    if params.minutes then return { minutes = params.minutes, basis = "parameter" } end
    local own = input.practice.interval_minutes
    if own and own >= 5 then return { minutes = own, basis = "pms" } end

    local lengths = input.lengths
    if #lengths == 0 then return { minutes = 15, basis = "none" } end
    if #lengths == 1 then return { minutes = math.max(lengths[1], 5), basis = "equal" } end
    for _, word in ipairs(params.steps) do
      local step = math.tointeger(tonumber(word))
      if divides_all(step, lengths) then return { minutes = step, basis = "divides" } end
    end
    return { minutes = math.max(5, greatest_common_divisor(lengths)), basis = "divisor" }
  end,
}
