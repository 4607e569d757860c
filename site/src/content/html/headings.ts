/** Brings headings into order: from h2 on, none more than one rank below the one before it. */
export function orderedHeadings(html: string): string {
  let above = 1;
  return html.replaceAll(/<h([2-6])(.*?)<\/h\1>/gs, (_whole, written: string, rest: string) => {
    const rank = Math.min(Number(written), above + 1);
    above = rank;
    return `<h${rank}${rest}</h${rank}>`;
  });
}
