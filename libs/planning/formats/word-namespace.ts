/** The address of WordprocessingML, of both the transitional and the strict kind (ECMA-376). */
export const WORD_NAMESPACE = /wordprocessingml\/(2006\/)?main$/;
