import { expect, test } from 'vitest';
import { PLUGINS } from '../../src/app/listed-plugins.ts';
import { addWords, words } from '../../src/kit/words.ts';

for (const plugin of PLUGINS) if (plugin.words) addWords(plugin.words);

test('flood, crowd, construction, sun, traffic and dispatch have a story of four paragraphs in both languages, each short enough for a visitor', () => {
  const stories = PLUGINS.flatMap(({ id, story }) => (story ? [{ id, story }] : []));
  expect(stories.map(({ id }) => id).sort()).toEqual([
    'build',
    'crowd',
    'flood',
    'resource-dispatch',
    'street-traffic',
    'sun',
  ]);
  for (const { id, story } of stories)
    for (const key of [story.title, story.computed, story.from, story.limits, story.checked]) {
      const zh = words.in('zh')(key);
      expect(zh.length, `${id} ${key}`).toBeLessThanOrEqual(150);
      expect(words.in('en')(key).length, `${id} ${key}`).toBeLessThanOrEqual(400);
    }
});
