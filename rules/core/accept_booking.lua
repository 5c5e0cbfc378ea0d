-- Whether the practice takes a booking that is offered and fits. It may refuse only for what
-- publication cannot know: the patient is new, or a day has enough online bookings.

return rule {
  decision = "accept_booking",
  api = 1,
  summary = "Every booking, unless a parameter limits them.",
  params = {
    new_patients = param.boolean {
      default = true,
      summary = "take bookings of patients who say to be new",
    },
    most_a_day = param.integer {
      default = 0, min = 0, max = 200,
      summary = "the most online bookings of one practitioner on one day; 0 for no limit",
    },
    most_new_a_day = param.integer {
      default = 0, min = 0, max = 200,
      summary = "the most of them by patients who say to be new; 0 for no limit",
    },
  },
  decide = function(input, params)
    if input.is_new_patient and not params.new_patients then
      return { accept = false, why = "the practice takes no new patients online" }
    end
    if params.most_a_day > 0 and input.bookings_that_day >= params.most_a_day then
      return {
        accept = false, limit = true,
        why = "the day has its " .. params.most_a_day .. " online bookings",
      }
    end
    if input.is_new_patient and params.most_new_a_day > 0
      and input.new_patients_that_day >= params.most_new_a_day then
      return {
        accept = false, limit = true,
        why = "the day has its " .. params.most_new_a_day .. " new patients",
      }
    end
    return { accept = true }
  end,
}
