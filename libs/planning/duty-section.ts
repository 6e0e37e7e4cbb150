/** `parties`: what the plan lays on whom; `forms`: the forms of communication that it lists. */
export const DUTY_SECTIONS = ['parties', 'forms'] as const;
export type DutySection = (typeof DUTY_SECTIONS)[number];
