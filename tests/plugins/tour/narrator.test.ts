import { afterEach, expect, test, vi } from 'vitest';
import type { TourChapter, TourFile } from '../../../model/tours/tour.ts';
import { openNarrator, type Player } from '../../../src/plugins/tour/narrator.ts';

afterEach(() => vi.unstubAllGlobals());

const text = (words: string) => ({ zh: words, en: words });
const chapter: TourChapter = {
  id: 'a',
  title: text('A'),
  caption: text('The caption'),
  state: 'existing',
  view: { lonDeg: 0, latDeg: 0, heightM: 1, headingDeg: 0, pitchDeg: 0 },
  way: [],
  seconds: 5,
  figures: [],
  audio: { zh: 'a.mp3' },
};
const files: Record<string, TourFile> = { 'a.mp3': { type: 'audio/mpeg', data: 'SUQz' } };

function player(canPlay = true) {
  const own: Player & { played: string[] } = {
    src: '',
    paused: true,
    ended: false,
    played: [],
    async play() {
      if (!canPlay) throw new DOMException('no touch yet', 'NotAllowedError');
      own.played.push(own.src);
      Object.assign(own, { paused: false });
    },
    pause() {
      Object.assign(own, { paused: true });
    },
  };
  return own;
}

test('a recording is played in the language that it is in, and the chapter waits for its end', async () => {
  const own = player();
  const narrator = openNarrator(undefined, own);
  narrator?.say(chapter, files, 'zh');
  await Promise.resolve();
  expect(own.played).toHaveLength(1);
  expect(own.played[0]).toMatch(/^blob:/);
  expect(narrator?.isSpeaking()).toBe(true);
  narrator?.say(chapter, files, 'en');
  expect(narrator?.isSpeaking()).toBe(false);
});

test('a browser that plays nothing before a touch stays silent, and the tour goes on', async () => {
  const narrator = openNarrator(undefined, player(false));
  narrator?.say(chapter, files, 'zh');
  await Promise.resolve();
  expect(narrator?.isSpeaking()).toBe(false);
});

test('a browser that can neither speak nor play has no narrator', () => {
  expect(openNarrator(undefined, null)).toBeNull();
});
