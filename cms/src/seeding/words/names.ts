import type { Locale } from '@broadsheet/shared';

/**
 * Sounds from which names are made that belong to nobody: each in Latin, Cyrillic and Armenian letters, so that one
 * person or place has one name in three scripts.
 */
export type Word = readonly [en: string, ru: string, hy: string];

/** The languages that the synthetic archive is written in: those of which the seeder knows words and grammar. */
export const archiveLocales = ['en', 'ru', 'hy'] as const satisfies readonly Locale[];
export type ArchiveLocale = (typeof archiveLocales)[number];

function triples(text: string): Word[] {
  return text
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [en = '', ru = '', hy = ''] = entry.split('/');
      return [en, ru, hy];
    });
}

export const syllables = triples(`
  ka/ка/կա ren/рен/րեն do/до/դո var/вар/վար lu/лу/լու mi/ми/մի sho/шо/շո tal/тал/տալ be/бе/բե gor/гор/գոր
  na/на/նա zel/зел/զել ti/ти/տի ram/рам/րամ ve/ве/վե sar/сар/սար ho/хо/հո len/лен/լեն pa/па/պա dur/дур/դուր
  ki/ки/կի mar/мар/մար so/со/սո vin/вин/վին ga/га/գա tel/тел/տել ru/ру/րու nor/нор/նոր fa/фа/ֆա bel/бел/բել
  du/ду/դու kan/кан/կան le/ле/լե mor/мор/մոր zi/зи/զի tar/тар/տար no/но/նո sel/сел/սել ba/ба/բա rin/рин/րին
  vo/во/վո lam/лам/լամ de/де/դե kor/кор/կոր ni/ни/նի dan/дан/դան mu/му/մու ser/сер/սեր la/ла/լա hov/хов/հով
  ra/ра/րա min/мин/մին to/то/տո gar/гар/գար si/си/սի bor/бор/բոր ma/ма/մա ken/кен/կեն vu/ву/վու las/лас/լաս
`);

/** First names; those of the second list are women's. */
export const firstNames = {
  man: triples(`
    Andor/Андор/Անդոր Matis/Матис/Մատիս Levan/Леван/Լևան Ruben/Рубен/Ռուբեն Oskar/Оскар/Օսկար Timor/Тимор/Տիմոր Emil/Эмиль/Էմիլ
    Stefan/Стефан/Ստեֆան Arman/Арман/Արման Viktor/Виктор/Վիկտոր Roman/Роман/Ռոման Karen/Карен/Կարեն Anton/Антон/Անտոն Marat/Марат/Մարատ
    Tigran/Тигран/Տիգրան Filip/Филип/Ֆիլիպ Leon/Леон/Լեոն Maxim/Максим/Մաքսիմ Hakob/Акоп/Հակոբ Denis/Денис/Դենիս
  `),
  woman: triples(`
    Anna/Анна/Աննա Nora/Нора/Նորա Mariam/Мариам/Մարիամ Elena/Елена/Ելենա Sofia/София/Սոֆյա Irma/Ирма/Իրմա Vera/Вера/Վերա Lilit/Лилит/Լիլիթ
    Karina/Карина/Կարինա Olga/Ольга/Օլգա Nina/Нина/Նինա Teresa/Тереза/Տերեզա Diana/Диана/Դիանա Astrid/Астрид/Աստրիդ Rita/Рита/Ռիտա
    Helena/Хелена/Հելենա Milena/Милена/Միլենա Ani/Ани/Անի Tamara/Тамара/Թամարա Julia/Юлия/Յուլիա
  `),
};

/** Ends of family names, the man's and the woman's. */
export const familyEnds: readonly (readonly [man: Word, woman: Word])[] = [
  ['yan', 'ян', 'յան', 'yan', 'ян', 'յան'],
  ['ov', 'ов', 'ով', 'ova', 'ова', 'ովա'],
  ['sky', 'ский', 'սկի', 'skaya', 'ская', 'սկայա'],
  ['enko', 'енко', 'ենկո', 'enko', 'енко', 'ենկո'],
  ['son', 'сон', 'սոն', 'son', 'сон', 'սոն'],
  ['ari', 'ари', 'արի', 'ari', 'ари', 'արի'],
].map(([a = '', b = '', c = '', d = '', e = '', f = '']) => [
  [a, b, c],
  [d, e, f],
]);

export const placeEnds = triples(
  'grad/град/գրադ burg/бург/բուրգ van/ван/վան kert/керт/կերտ ton/тон/տոն port/порт/պորտ mar/мар/մար berd/берд/բերդ',
);

export const companyEnds = triples(
  'tek/тек/տեկ bank/банк/բանկ invest/инвест/ինվեստ film/фильм/ֆիլմ lab/лаб/լաբ trans/транс/տրանս med/мед/մեդ net/нет/նետ',
);

/** Subjects with a word of their own in each language. */
export const subjects: readonly Word[] = [
  ['Elections', 'Выборы', 'Ընտրություններ'],
  ['Education', 'Образование', 'Կրթություն'],
  ['Housing', 'Жильё', 'Բնակարաններ'],
  ['Agriculture', 'Сельское хозяйство', 'Գյուղատնտեսություն'],
  ['Courts', 'Суды', 'Դատարաններ'],
  ['Trade', 'Торговля', 'Առևտուր'],
  ['Taxes', 'Налоги', 'Հարկեր'],
  ['Pensions', 'Пенсии', 'Թոշակներ'],
  ['Migration', 'Миграция', 'Միգրացիա'],
  ['Tourism', 'Туризм', 'Զբոսաշրջություն'],
  ['Cinema', 'Кино', 'Կինո'],
  ['Music', 'Музыка', 'Երաժշտություն'],
  ['Literature', 'Литература', 'Գրականություն'],
  ['Football', 'Футбол', 'Ֆուտբոլ'],
  ['Chess', 'Шахматы', 'Շախմատ'],
  ['Space', 'Космос', 'Տիեզերք'],
  ['Medicine', 'Медицина', 'Բժշկություն'],
  ['Ecology', 'Экология', 'Էկոլոգիա'],
  ['Water', 'Вода', 'Ջուր'],
  ['Forests', 'Леса', 'Անտառներ'],
  ['Roads', 'Дороги', 'Ճանապարհներ'],
  ['Aviation', 'Авиация', 'Ավիացիա'],
  ['Banks', 'Банки', 'Բանկեր'],
  ['Industry', 'Промышленность', 'Արդյունաբերություն'],
  ['Startups', 'Стартапы', 'Ստարտափներ'],
  ['Security', 'Безопасность', 'Անվտանգություն'],
  ['Diplomacy', 'Дипломатия', 'Դիվանագիտություն'],
  ['Museums', 'Музеи', 'Թանգարաններ'],
  ['Archaeology', 'Археология', 'Հնագիտություն'],
  ['Architecture', 'Архитектура', 'Ճարտարապետություն'],
];

/** Sections: name, and what the section's page says of it. */
export const sections: readonly { name: Word; description: Word }[] = [
  {
    name: ['Politics', 'Политика', 'Քաղաքականություն'],
    description: ['Decisions and those who make them', 'Решения и те, кто их принимает', 'Որոշումներ և դրանք կայացնողներ'],
  },
  { name: ['World', 'Мир', 'Աշխարհ'], description: ['News from other countries', 'Новости других стран', 'Լուրեր այլ երկրներից'] },
  {
    name: ['Economy', 'Экономика', 'Տնտեսություն'],
    description: ['Prices, wages and budgets', 'Цены, зарплаты и бюджеты', 'Գներ, աշխատավարձեր և բյուջեներ'],
  },
  { name: ['Society', 'Общество', 'Հասարակություն'], description: ['How people live', 'Как живут люди', 'Ինչպես են ապրում մարդիկ'] },
  {
    name: ['Culture', 'Культура', 'Մշակույթ'],
    description: ['Books, stages and museums', 'Книги, сцены и музеи', 'Գրքեր, բեմեր և թանգարաններ'],
  },
  { name: ['Sport', 'Спорт', 'Սպորտ'], description: ['Matches and results', 'Матчи и результаты', 'Խաղեր և արդյունքներ'] },
  {
    name: ['Science', 'Наука', 'Գիտություն'],
    description: ['What researchers found', 'Что нашли исследователи', 'Ինչ են գտել հետազոտողները'],
  },
  { name: ['Business', 'Бизнес', 'Բիզնես'], description: ['Companies and markets', 'Компании и рынки', 'Ընկերություններ և շուկաներ'] },
  { name: ['Technology', 'Технологии', 'Տեխնոլոգիաներ'], description: ['Machines and networks', 'Машины и сети', 'Մեքենաներ և ցանցեր'] },
  {
    name: ['Health', 'Здоровье', 'Առողջություն'],
    description: ['Hospitals and habits', 'Больницы и привычки', 'Հիվանդանոցներ և սովորություններ'],
  },
  {
    name: ['Regions', 'Регионы', 'Մարզեր'],
    description: ['News from towns and villages', 'Новости городов и сёл', 'Լուրեր քաղաքներից և գյուղերից'],
  },
  { name: ['Opinion', 'Мнения', 'Կարծիքներ'], description: ['Columns and letters', 'Колонки и письма', 'Սյունակներ և նամակներ'] },
];

export const bureaus: readonly Word[] = [
  ['Archive Desk', 'Отдел архива', 'Արխիվի բաժին'],
  ['City Desk', 'Городской отдел', 'Քաղաքային բաժին'],
  ['News Agency Meridian', 'Агентство «Меридиан»', '«Մերիդիան» գործակալություն'],
  ['Data Bureau', 'Бюро данных', 'Տվյալների բյուրո'],
  ['Evening Edition', 'Вечерний выпуск', 'Երեկոյան թողարկում'],
  ['Institute for Regional Studies', 'Институт региональных исследований', 'Տարածաշրջանային հետազոտությունների ինստիտուտ'],
];
