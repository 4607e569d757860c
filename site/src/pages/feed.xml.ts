import { addressOf, type TextFile } from '../content/reading.ts';
import { feed } from '../model/feed-items.ts';
import { feedXml } from '../model/feed-xml.ts';
import styleSheet from '../styles/feed.css?url';

export const text: TextFile = (locals) => {
  const found = feed(locals.reading, addressOf(locals, 'feed'));
  return found && feedXml(found, styleSheet);
};
