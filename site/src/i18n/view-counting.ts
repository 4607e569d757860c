/**
 * The page "How we count views". Every sentence says what the program does (cms/src/counting, site/src/scripts/view-count.ts):
 * who changes one changes the other, and docs/views.md.
 */
import type { Locale, SiteSettingDocument } from '@broadsheet/shared';

interface ViewCountingWords {
  title: string;
  summary: string;
  /** The first paragraph, by what the newspaper shows. */
  shown: Record<SiteSettingDocument['viewCount'], string>;
  /** Markdown. */
  body: string;
}

const en: ViewCountingWords = {
  title: 'How we count views',
  summary: 'What a view is, what is left out, and what we keep of it. Nothing here tells us who you are.',
  shown: {
    'all-languages':
      'The number beside a story’s date says how often the story was read. Each language is counted by itself; the number is their sum.',
    'own-language': 'The number beside a story’s date says how often the story was read in the language of the page.',
    hidden: 'We count how often each story is read, each language by itself. The number is not shown beside the story.',
  },
  body: `## What is counted

A view is a story whose page was before a reader’s eyes for at least one second: in the tab that is open, not in one behind it. It is counted once in thirty minutes for the same reader, however often the page is loaded in that time. A page to which the browser’s “back” button leads is treated like a page that is loaded again.

A reader is a browser at an internet address. Two people who read at the same address with the same version of the same browser count once in thirty minutes; one person with two devices counts twice. Readers whose browser runs no scripts are not counted.

## What is not counted

- robots of search engines and other programs that say what they are, and browsers that a program steers;
- messengers and social networks that fetch a page to show a preview of it;
- pages that a browser fetches or draws in advance, until they are really shown;
- the same reader again within thirty minutes;
- everything beyond 120 reports in one minute from one address;
- our own staff, for thirty days after they came to the site from the newsroom’s system in the same browser;
- reports that do not come from a page of this site, or that name a story that is not published.

How many reports were left out each day, and for which of these reasons, is kept beside what was counted.

## What we keep

Of each story: how many views it had in each language on each day, how many readers those were, and, for eight days, the same for each hour. Nothing else.

No cookie is set. To know a reader again for thirty minutes, the counting program makes a number out of address, browser and a secret that is thrown away each day. Secret and numbers stand in its memory only and are never written down, nor is the address or the name of the browser. When the program is started anew it knows no reader again, so that somebody may be counted twice.

## How exact it is

What was accepted as a view is added up exactly. A breakdown can lose the views of the last second. The number in the page is that of the last full hour; a script then fetches the present one, which is a few seconds old at most.

## Most read

The list of what is read most goes by readers, each of whom counts once a day for a story, not by views. A story needs at least five readers to be listed. The list is brought up to date every minute.`,
};

const ru: ViewCountingWords = {
  title: 'Как мы считаем просмотры',
  summary: 'Что такое просмотр, что в счёт не идёт и что мы храним. Кто вы, мы при этом не узнаём.',
  shown: {
    'all-languages': 'Число рядом с датой показывает, сколько раз материал прочли. Каждый язык считается отдельно, число — их сумма.',
    'own-language': 'Число рядом с датой показывает, сколько раз материал прочли на языке страницы.',
    hidden: 'Мы считаем, сколько раз читают каждый материал, по каждому языку отдельно. Рядом с материалом это число не показывается.',
  },
  body: `## Что считается

Просмотр — это материал, страница которого была перед глазами читателя не меньше секунды: в открытой вкладке, а не в соседней. Для одного читателя он засчитывается раз в тридцать минут, сколько бы раз за это время страница ни загружалась. Страница, на которую вернулись кнопкой «Назад», приравнивается к загруженной заново.

Читатель — это браузер с определённым интернет-адресом. Двое, у кого один адрес и одна и та же версия браузера, за тридцать минут считаются один раз; один человек с двумя устройствами — два раза. Читатели, в браузере которых отключены скрипты, не учитываются.

## Что не считается

- роботы поисковых систем и другие программы, которые называют себя, а также браузеры, которыми управляет программа;
- мессенджеры и социальные сети, которые загружают страницу ради превью ссылки;
- страницы, которые браузер загружает или отрисовывает заранее, пока их действительно не откроют;
- тот же читатель повторно в течение тридцати минут;
- всё сверх 120 сообщений о прочтении за минуту с одного адреса;
- наши сотрудники — тридцать дней с тех пор, как они в этом же браузере перешли на сайт из редакционной системы;
- сообщения, которые пришли не со страниц этого сайта или называют неопубликованный материал.

Сколько сообщений отброшено за каждый день и по какой из этих причин, хранится рядом с тем, что засчитано.

## Что мы храним

О каждом материале: сколько у него было просмотров на каждом языке за каждый день, сколько это было читателей и, в течение восьми дней, то же за каждый час. Больше ничего.

Cookie мы не ставим. Чтобы узнать читателя в течение тридцати минут, программа подсчёта составляет число из адреса, браузера и секрета, который каждый день выбрасывается. Секрет и эти числа есть только в её памяти и нигде не записываются, как и адрес или название браузера. После перезапуска программа никого не помнит, и кто-то может быть засчитан дважды.

## Насколько это точно

Всё, что принято как просмотр, складывается без потерь. Авария может стоить просмотров последней секунды. Число на странице — за последний полный час; затем скрипт запрашивает нынешнее, которому не больше нескольких секунд.

## Самое читаемое

Список самого читаемого составляется не по просмотрам, а по читателям: каждый учитывается для материала раз в день. Чтобы попасть в список, материалу нужно не меньше пяти читателей. Список обновляется каждую минуту.`,
};

const hy: ViewCountingWords = {
  title: 'Ինչպես ենք հաշվում դիտումները',
  summary: 'Ինչ է դիտումը, ինչ չի հաշվվում և ինչ ենք պահում։ Ով եք դուք՝ մենք այդպես չենք իմանում։',
  shown: {
    'all-languages':
      'Ամսաթվի կողքի թիվը ցույց է տալիս, թե քանի անգամ են կարդացել նյութը։ Յուրաքանչյուր լեզուն հաշվվում է առանձին, թիվը դրանց գումարն է։',
    'own-language': 'Ամսաթվի կողքի թիվը ցույց է տալիս, թե քանի անգամ են նյութը կարդացել էջի լեզվով։',
    hidden: 'Մենք հաշվում ենք, թե քանի անգամ է կարդացվել յուրաքանչյուր նյութ՝ ամեն լեզուն առանձին։ Նյութի կողքին այդ թիվը չի ցուցադրվում։',
  },
  body: `## Ինչն է հաշվվում

Դիտումն այն նյութն է, որի էջն առնվազն մեկ վայրկյան եղել է ընթերցողի աչքի առաջ՝ բաց ներդիրում, ոչ թե դրա հետևում։ Նույն ընթերցողի համար այն հաշվվում է երեսուն րոպեում մեկ անգամ, որքան էլ այդ ընթացքում էջը բեռնվի։ Այն էջը, որին վերադարձել են դիտարկիչի «Հետ» կոճակով, համարվում է նորից բեռնված։

Ընթերցողը որոշակի ինտերնետային հասցե ունեցող դիտարկիչն է։ Երկու հոգի, որոնք ունեն նույն հասցեն և նույն դիտարկիչի նույն տարբերակը, երեսուն րոպեում հաշվվում են մեկ անգամ, իսկ երկու սարք ունեցող մեկ մարդը՝ երկու անգամ։ Այն ընթերցողները, որոնց դիտարկիչում սկրիպտներն անջատված են, չեն հաշվվում։

## Ինչը չի հաշվվում

- որոնողական համակարգերի ռոբոտներն ու մյուս ծրագրերը, որոնք իրենց անվանում են, ինչպես նաև ծրագրի կողմից կառավարվող դիտարկիչները.
- մեսենջերներն ու սոցիալական ցանցերը, որոնք էջը բեռնում են հղումը նախապես ցուցադրելու համար.
- էջերը, որոնք դիտարկիչը բեռնում կամ պատկերում է նախապես, քանի դեռ դրանք իսկապես չեն բացվել.
- նույն ընթերցողը՝ կրկին երեսուն րոպեի ընթացքում.
- մեկ հասցեից մեկ րոպեում 120-ից ավելի հաղորդումները.
- մեր աշխատակիցները՝ երեսուն օր այն պահից, երբ նույն դիտարկիչով կայք են անցել խմբագրական համակարգից.
- հաղորդումները, որոնք այս կայքի էջից չեն եկել կամ նշում են չհրապարակված նյութ։

Թե ամեն օր քանի հաղորդում է մերժվել և այս պատճառներից որով, պահվում է հաշվվածի կողքին։

## Ինչ ենք պահում

Յուրաքանչյուր նյութի մասին՝ քանի դիտում է ունեցել ամեն լեզվով ամեն օր, քանի ընթերցող է դա եղել և, ութ օր, նույնը՝ ըստ ժամերի։ Ուրիշ ոչինչ։

Քուքիներ չենք տեղադրում։ Ընթերցողին երեսուն րոպե ճանաչելու համար հաշվող ծրագիրը հասցեից, դիտարկիչից և ամեն օր դեն նետվող գաղտնիքից թիվ է կազմում։ Գաղտնիքն ու այդ թվերը միայն նրա հիշողության մեջ են և ոչ մի տեղ չեն գրվում, ինչպես և հասցեն կամ դիտարկիչի անունը։ Նորից գործարկվելուց հետո ծրագիրը ոչ մեկին չի հիշում, և որևէ մեկը կարող է երկու անգամ հաշվվել։

## Որքան ճշգրիտ է

Այն ամենը, ինչ ընդունվել է որպես դիտում, գումարվում է անկորուստ։ Վթարի դեպքում կարող են կորչել վերջին վայրկյանի դիտումները։ Էջի թիվը վերջին լրիվ ժամինն է. այնուհետև սկրիպտը բերում է այս պահի թիվը, որն առավելագույնը մի քանի վայրկյանի հնություն ունի։

## Ամենաընթերցվածը

Ամենաընթերցվածի ցանկը կազմվում է ոչ թե ըստ դիտումների, այլ ըստ ընթերցողների. յուրաքանչյուրը նյութի համար հաշվվում է օրը մեկ անգամ։ Ցանկում հայտնվելու համար նյութը պետք է առնվազն հինգ ընթերցող ունենա։ Ցանկը թարմացվում է ամեն րոպե։`,
};

export const viewCounting: Record<Locale, ViewCountingWords> = { en, ru, hy };
