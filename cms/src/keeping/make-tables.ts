/** Makes the tables of an empty database, as a first start would, without serving anybody. */
import { withNewsroom } from '../seeding/open-newsroom';
import { runKeeping } from './keeping-refused';

runKeeping(() => withNewsroom(() => Promise.resolve()));
