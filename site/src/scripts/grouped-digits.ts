/** How a language groups the digits of a number. */
export interface DigitGroups {
  /** What stands between groups of three. */
  mark: string;
  /** Numbers with fewer digits are not grouped. */
  from: number;
}

/** A whole number as the language writes it. Browsers do not know every language that the newspaper is written in. */
export function groupedDigits(value: number, { mark, from }: DigitGroups): string {
  const digits = String(value);
  return digits.length < from ? digits : digits.replace(/\B(?=(?:\d{3})+$)/g, mark);
}
