import { messageTable } from '../../model/text/message.ts';

/** What times on foot to facilities cannot be computed for. */
export const walkingMessage = messageTable({
  'no-roads': {
    zh: '城市没有道路网，请管理员加入道路图层',
    en: 'this city has no road network: ask the administrator to add a layer of roads',
  },
  'unknown-attribute': {
    zh: 'facilities：图层“{layer}”没有属性“{attribute}”，请另选',
    en: 'facilities: expected an attribute of layer "{layer}", got "{attribute}": choose another',
  },
  'no-thing': {
    zh: 'facilities：图层“{layer}”不在或没有对象，请另选',
    en: 'facilities: expected a layer with things, got "{layer}": choose another',
  },
  'no-facility': {
    zh: 'facilities：没有“{attribute}”为“{value}”的对象，请另选',
    en: 'facilities: expected things whose "{attribute}" is "{value}", got none: choose another value',
  },
});
