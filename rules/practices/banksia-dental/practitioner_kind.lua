-- The PMS shows practitioner 103 as a hygienist; the practice employs her as an oral health
-- therapist.
return override {
  decision = "practitioner_kind",
  why = "practitioner 103 is an oral health therapist, which Oasis does not say",
  decide = function(input, _, base)
    local answer = base(input)
    if input.practitioner.id == "103" then answer.kind = "oht" end
    return answer
  end,
}
