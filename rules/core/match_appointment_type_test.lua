local candidates = {
  { id = "R1", name = "Exam and clean" },
  { id = "R2", name = "Emergency / Toothache" },
  { id = "R3", name = "New Patient Exam" },
  { id = "R4", name = "Scale and Clean" },
  { id = "R5", name = "Kids check-up (CDBS)" },
  { id = "R6", name = "Whitening consult" },
}

local function proposes(name, reason, match)
  return {
    name = "`" .. name .. "` proposes " .. reason,
    input = { type = { name = name }, candidates = candidates },
    expect = { reason = reason, match = match },
  }
end

local function proposes_nothing(name, match)
  return {
    name = "`" .. name .. "` proposes nothing",
    input = { type = { name = name }, candidates = candidates },
    expect = { match = match },
    absent = { "reason" },
  }
end

return tests {
  decision = "match_appointment_type",
  cases = {
    proposes("Scale and Clean", "R4", "exact"),
    proposes("scale AND clean", "R4", "normalised"),
    proposes("Kids Check Up (CDBS)", "R5", "normalised"),
    proposes("Check-up & Clean", "R1", "fuzzy"),
    proposes("Checkup and cleaning", "R1", "fuzzy"),
    proposes("Hygiene appointment", "R4", "fuzzy"),
    proposes("New patient check-up", "R3", "fuzzy"),
    proposes("Urgent visit", "R2", "fuzzy"),
    proposes("Childrens dental check up", "R5", "fuzzy"),
    proposes("Teeth whitening consultation", "R6", "fuzzy"),
    proposes("Emergancy", "R2", "fuzzy"),
    proposes("New Patient", "R3", "fuzzy"),
    proposes("New patient consultation", "R3", "fuzzy"),
    proposes("Hygienist", "R4", "fuzzy"),
    proposes_nothing("Crown", "none"),
    proposes_nothing("Appointment", "none"),
    proposes_nothing("New patient emergency", "none"),
    proposes_nothing("New patient exam and clean", "ambiguous"),
    {
      name = "an exam of a new patient is the exam where there is a consultation as well",
      input = {
        type = { name = "New Patient Check Up" },
        candidates = {
          { id = "R1", name = "New Patient Consultation" },
          { id = "R2", name = "New Patient Exam" },
        },
      },
      expect = { reason = "R2", match = "fuzzy" },
    },
    {
      name = "a new patient alone may be either",
      input = {
        type = { name = "New Patient" },
        candidates = {
          { id = "R1", name = "New Patient Consultation" },
          { id = "R2", name = "New Patient Exam" },
        },
      },
      expect = { match = "ambiguous" },
      absent = { "reason" },
    },
    {
      name = "words that every practice uses say nothing",
      input = {
        type = { name = "Comprehensive Oral Exam" },
        candidates = { { id = "R1", name = "Examination" }, { id = "R2", name = "Ortho review" } },
      },
      expect = { reason = "R1", match = "fuzzy" },
    },
    {
      name = "short and long words for braces are the same",
      input = {
        type = { name = "Orthodontic review" },
        candidates = { { id = "R1", name = "Examination" }, { id = "R2", name = "Ortho review" } },
      },
      expect = { reason = "R2", match = "fuzzy" },
    },
    {
      name = "an alias wins over what the words mean",
      input = {
        type = { name = "Emergency" }, candidates = candidates, alias = "whiteningconsult",
      },
      expect = { reason = "R6", match = "alias" },
    },
    {
      name = "an alias can be a parameter",
      input = { type = { name = "Sore tooth" }, candidates = candidates },
      params = { aliases = { "Sore tooth = Emergency / Toothache" } },
      expect = { reason = "R2", match = "alias" },
    },
    {
      name = "two reasons of one name are ambiguous",
      input = {
        type = { name = "Exam" },
        candidates = { { id = "R1", name = "Exam" }, { id = "R2", name = "Exam" } },
      },
      expect = { match = "ambiguous" },
      absent = { "reason" },
    },
    {
      name = "two reasons that mean the same are ambiguous",
      input = {
        type = { name = "Check-up" },
        candidates = { { id = "R1", name = "Exam" }, { id = "R2", name = "Dental examination" } },
      },
      expect = { match = "ambiguous" },
      absent = { "reason" },
    },
    {
      name = "nobody's reason, nothing to propose",
      input = { type = { name = "Exam" } },
      expect = { match = "none" },
    },
  },
}
