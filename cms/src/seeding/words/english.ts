// Sorted by how often a newspaper would use them: the first are taken most.

export const nouns = list(`
  government report company city project market price plan law year worker school decision council road budget ministry village agreement station
  programme bank hospital river network region contract court student bridge tax building committee election train factory teacher district investment
  festival harvest museum industry reform border energy farmer passenger housing loan vote club season researcher archive airport tunnel export field
  engineer doctor border concert orchard reservoir pipeline tariff customs vineyard mine forest theatre library exhibition competition championship
  coach player referee stadium satellite laboratory experiment vaccine clinic pharmacy pension salary strike union auction warehouse harbour ferry tram
  timetable ticket licence permit inspection fine complaint petition referendum mandate faction deputy envoy summit treaty embassy sanction quota
  subsidy grant scholarship dormitory lecture textbook manuscript fresco excavation monument chapel courtyard boulevard pavement elevator turbine
  transformer dam glacier landslide drought frost hail earthquake rainfall pasture beekeeper shepherd weaver potter carpet mosaic
`);

export const pluralNouns = list(
  'residents officials experts prices wages figures results talks repairs funds taxes supplies changes rules exports tourists voters prosecutors scientists negotiations',
);

export const adjectives = list(`
  new public local national last regional large former special foreign long small economic early joint main young independent annual official temporary
  private modern historic rural urban northern southern eastern western mountain seasonal unexpected technical financial medical legal cultural digital
  industrial agricultural environmental electoral municipal experimental abandoned restored crowded narrow shallow fragile stubborn ambitious costly
  transparent voluntary obsolete portable underground medieval volcanic seismic thermal perennial
`);

/** Verbs whose past ends in -ed, in the form to which it is added by rule. */
export const verbs = list(`
  announce support approve discuss publish open change delay review present launch reject prepare confirm finance question welcome complete repair
  extend criticise cancel register inspect compare replace reduce increase suspend restore purchase examine protect oppose settle measure postpone
  convert document rename auction dismantle translate digitise
`);

export const actions = list('fall rise grow close move arrive return');
export const actionsPast = list('fell rose grew closed moved arrived returned');

export const adverbs = list(
  'quietly officially quickly finally unanimously partly repeatedly publicly reluctantly gradually unexpectedly openly',
);

export const times = [
  'this week',
  'on Monday',
  'on Tuesday',
  'on Wednesday',
  'on Thursday',
  'on Friday',
  'last month',
  'in the spring',
  'in the autumn',
  'at the end of the year',
  'after the holidays',
  'in the first quarter',
  'before the deadline',
  'on the eve of the vote',
];

export const connectors = [
  'Meanwhile',
  'At the same time',
  'By contrast',
  'In addition',
  'As a result',
  'For comparison',
  'However',
  'According to preliminary data',
  'On the other hand',
  'In the meantime',
];

export const roles = list(
  'minister|spokesman|director|economist|mayor|engineer|lawyer|historian|analyst|deputy|researcher|agronomist|head of the commission|chief physician',
  '|',
);

function list(text: string, separator: string | RegExp = /\s+/): string[] {
  return [...new Set(text.trim().split(separator))];
}
