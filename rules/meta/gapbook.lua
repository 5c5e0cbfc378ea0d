---@meta

-- Generated from the declared decision points by scripts/generate. Do not edit.

--- The practice that is evaluated.
---@class practice
---@field id string Its id at the PMS.
---@field name string Its name.
---@field system "exact"|"oasis" Its PMS.
---@field stacking? boolean The PMS's stacking tick box.
---@field interval_minutes? integer The PMS's own spacing of starts, in minutes.

--- A dentist, oral health therapist or hygienist.
---@class practitioner
---@field id string The id at the PMS.
---@field name string The name.
---@field role? string The role in the PMS's own words.
---@field provider_type? string Exact's provider type.
---@field active boolean Whether the PMS has them active.
---@field enable_online? string Oasis: the token in 'Enable Online'.
---@field new_patient_minutes? integer Oasis: the 'New Patient' column, in minutes.
---@field default_minutes? integer Exact: the practitioner's default length, in minutes.

--- A booking reason of the PMS.
---@class reason
---@field id string The id at the PMS.
---@field name string The name as the PMS shows it.
---@field name_key string The name folded: no case, spaces or punctuation.
---@field position integer Its place in the PMS's list, from 1.
---@field active boolean False where the PMS switched it off.
---@field marketing boolean Whether it was made for a campaign.
---@field marketing_default boolean Whether the PMS ticks it as the default marketing reason.
---@field minutes? integer Its own length, in minutes.
---@field everybody boolean Whether every practitioner can be booked through it.
---@field practitioners string[] The ids of those who can be booked through it, where not everybody can.

--- A booking reason that an appointment type could be linked to.
---@class candidate
---@field id string The reason's id at the PMS.
---@field name string The reason's name.
---@field name_key string The name folded.
---@field minutes? integer Its length with this practitioner, in minutes.

--- An appointment type of the marketplace.
---@class appointment_type
---@field id string The id at the marketplace.
---@field name string The name that patients see.
---@field name_key string The name folded.
---@field minutes integer The length, in minutes.

--- What `practitioner_kind` decides from.
---@class practitioner_kind_input
---@field practice practice The practice.
---@field practitioner practitioner Who.

--- What `default_reason` decides from.
---@class default_reason_input
---@field practice practice The practice.
---@field reasons reason[] All booking reasons, in the PMS's own order.
---@field assigned? string The id of the reason assigned by hand.
---@field pinned boolean Whether the assignment comes before every other step.
---@field healthengine_names string[] Folded names that a Healthengine reason equals or starts with.

--- What `publish_practitioner` decides from.
---@class publish_practitioner_input
---@field practice practice The practice.
---@field practitioner practitioner Who.
---@field kind "dentist"|"oht"|"hygienist"|"other" Their kind.
---@field reasons reason[] All booking reasons.
---@field default_reason? reason The default reason.
---@field in_default boolean Whether they can be booked through the default reason.

--- What `match_appointment_type` decides from.
---@class match_appointment_type_input
---@field practice practice The practice.
---@field practitioner practitioner Whose type.
---@field type appointment_type The type that has no link.
---@field candidates candidate[] Active reasons with this practitioner in them, in the PMS's order.
---@field alias? string The folded reason name that the practice gave for this type.

--- What `interval` decides from.
---@class interval_input
---@field practice practice The practice.
---@field lengths integer[] The different lengths of the linked types, ascending, in minutes.

--- A patient file that may be the one meant.
---@class patient_candidate
---@field id string An opaque id, for this question only.
---@field first_name? number How like the first names are; nil where one is missing.
---@field last_name? number How like the last names are; nil where one is missing.
---@field birth_date? number How like the dates of birth are; nil where one is missing.
---@field phone? number How like the phone numbers are; nil where one is missing.
---@field email? number How like the email addresses are; nil where one is missing.
---@field address? number How like the addresses are; nil where one is missing.
---@field active boolean False for a file that is closed.

--- What `accept_booking` decides from.
---@class accept_booking_input
---@field practice practice The practice.
---@field practitioner practitioner With whom.
---@field reason string The id of the booking reason.
---@field minutes integer The length in the diary, in minutes.
---@field is_new_patient boolean Whether the patient says to be new.
---@field minutes_ahead integer Minutes from now to the start.
---@field bookings_that_day integer Live online bookings of the practitioner on that day, without this one.
---@field new_patients_that_day integer Those of them whose patient says to be new.

--- What `match_patient` decides from.
---@class match_patient_input
---@field practice practice The practice.
---@field is_new_patient boolean Whether the patient says to be new.
---@field candidates patient_candidate[] The files that the PMS's search found.

--- The kind.
---@class practitioner_kind_result
---@field kind "dentist"|"oht"|"hygienist"|"other" The kind.

--- The default reason.
---@class default_reason_result
---@field reason? string The id of the reason; absent where none can be the default.
---@field step? string The step that found it.

--- Whether, and why not.
---@class publish_practitioner_result
---@field publish boolean Whether the practitioner is published.
---@field blocker? "NO_DEFAULT_REASON"|"PRACTITIONER_INACTIVE"|"ENABLE_ONLINE_OFF"|"NOT_IN_DEFAULT_REASON"|"NEW_PATIENT_LENGTH_BLANK"|"HIDDEN_BY_RULE" Why not; `HIDDEN_BY_RULE` where absent.
---@field why? string Why not, in words for support staff.
---@field reason? string A reason to use for this practitioner instead of the default.

--- The proposal.
---@class match_appointment_type_result
---@field reason? string The id of the proposed reason.
---@field match "exact"|"normalised"|"alias"|"fuzzy"|"ambiguous"|"none" How the names match.
---@field confidence? number How sure, from 0 to 1.
---@field why? string Why, in words for support staff.

--- The interval.
---@class interval_result
---@field minutes integer The interval in minutes.
---@field basis "parameter"|"pms"|"equal"|"divides"|"divisor"|"none" Where it comes from.

--- Whether, and why not.
---@class accept_booking_result
---@field accept boolean Whether the booking is taken.
---@field limit? boolean Whether it is refused because a count is full.
---@field why? string Why not, in words for support staff.

--- A file, a new one, or a person's decision.
---@class match_patient_result
---@field choice "use"|"make"|"person" Use a candidate's file, make a new one, or let a person decide.
---@field candidate? string The id of the candidate; only with `use`.
---@field why? string Why, in words for support staff.

---@alias decide_practitioner_kind fun(input: practitioner_kind_input, params: table, base: fun(input: practitioner_kind_input): practitioner_kind_result): practitioner_kind_result
---@alias decide_default_reason fun(input: default_reason_input, params: table, base: fun(input: default_reason_input): default_reason_result): default_reason_result
---@alias decide_publish_practitioner fun(input: publish_practitioner_input, params: table, base: fun(input: publish_practitioner_input): publish_practitioner_result): publish_practitioner_result
---@alias decide_match_appointment_type fun(input: match_appointment_type_input, params: table, base: fun(input: match_appointment_type_input): match_appointment_type_result): match_appointment_type_result
---@alias decide_interval fun(input: interval_input, params: table, base: fun(input: interval_input): interval_result): interval_result
---@alias decide_accept_booking fun(input: accept_booking_input, params: table, base: fun(input: accept_booking_input): accept_booking_result): accept_booking_result
---@alias decide_match_patient fun(input: match_patient_input, params: table, base: fun(input: match_patient_input): match_patient_result): match_patient_result

---@class RuleForm
---@field decision "practitioner_kind"|"default_reason"|"publish_practitioner"|"match_appointment_type"|"interval"|"accept_booking"|"match_patient"
---@field api 1
---@field summary string
---@field params table
---@field decide decide_practitioner_kind|decide_default_reason|decide_publish_practitioner|decide_match_appointment_type|decide_interval|decide_accept_booking|decide_match_patient

---@class OverrideForm
---@field decision? "practitioner_kind"|"default_reason"|"publish_practitioner"|"match_appointment_type"|"interval"|"accept_booking"|"match_patient"
---@field settings? "publishing"
---@field why string
---@field params? table
---@field decide? decide_practitioner_kind|decide_default_reason|decide_publish_practitioner|decide_match_appointment_type|decide_interval|decide_accept_booking|decide_match_patient

---@param form RuleForm
---@return table
function rule(form) end

---@param form OverrideForm
---@return table
function override(form) end

---@param form table
---@return table
function tests(form) end

---@class paramlib
param = {}

---@param declaration table
---@return table
function param.boolean(declaration) end

---@param declaration table
---@return table
function param.integer(declaration) end

---@param declaration table
---@return table
function param.text(declaration) end

---@param declaration table
---@return table
function param.choice(declaration) end

---@param declaration table
---@return table
function param.list(declaration) end

---@class listlib
list = {}

---@class textlib
text = {}

---@class tracelib
trace = {}

--- The first item at the first step that any item passes, and the step.
---@param items any[]
---@param order string[]
---@param tests table<string, fun(item: any, index: integer): boolean?, string?>
---@return any?, string?
function first_match(items, order, tests) end

--- The items that pass; the trace says who fell and why.
---@param items any[]
---@param label string
---@param test fun(item: any, index: integer): boolean?, string?
---@return any[]
function list.filter(items, label, test) end

--- What `change` makes of each item.
---@param items any[]
---@param change fun(item: any): any
---@return any[]
function list.map(items, change) end

--- The first item that passes.
---@param items any[]
---@param test fun(item: any): boolean?
---@return any?
function list.find(items, test) end

--- Whether the list has that value.
---@param items any[]
---@param value any
---@return boolean
function list.contains(items, value) end

--- How many items pass.
---@param items any[]
---@param test fun(item: any): boolean?
---@return integer
function list.count(items, test) end

--- The item with the highest score, its score, and the runner-up's.
---@param items any[]
---@param label string
---@param score fun(item: any): number?, string?
---@return any?, number?, number?
function list.best(items, label, score) end

--- Whether the text has that part; no pattern.
---@param text string
---@param part string
---@return boolean
function text.contains(text, part) end

--- Whether the text starts so; no pattern.
---@param text string
---@param start string
---@return boolean
function text.starts_with(text, start) end

--- The words; anything but letters and digits divides.
---@param text string
---@return string[]
function text.words(text) end

--- How many letters differ, at most `max + 1`.
---@param left string
---@param right string
---@param max integer
---@return integer
function text.distance(left, right, max) end

--- The name folded: no case, spaces or punctuation, as `name_key` is.
---@param text string
---@return string
function text.fold(text) end

--- Leaves a remark in the trace.
---@param text string
function trace.note(text) end
