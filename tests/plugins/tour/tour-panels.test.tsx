import { beforeEach, describe, expect, test } from 'vitest';
import type { Manifest } from '../../../model/city/manifest.ts';
import { enuFromLonLat } from '../../../model/geo/enu.ts';
import { readTour } from '../../../model/tours/tour.ts';
import { words } from '../../../src/kit/words.ts';
import { tourLink } from '../../../src/plugins/tour/link-part.ts';
import { coverView, TourDesk } from '../../../src/plugins/tour/panels/tour.tsx';
import type { Twin } from '../../../src/twin/twin.ts';
import { markupIn, readable, tagsOf } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
let twin: Twin;
/** A page of a city that is like the small one but for this. */
function of(changed: Partial<Manifest>): void {
  twin = pageTwin({ ...city, ...changed });
  // Whoever stands at another desk takes no tour.
  twin.getState().openDesk('tour');
}
beforeEach(async () => {
  of({});
  await words.changeLanguage('en');
});
const desk = () => markupIn(twin, <TourDesk />);
const text = () => readable(desk());

describe('the cover of the hall', () => {
  test('names the city, says what it is and how long the tour takes', async () => {
    expect(text()).toContain('Smalltown');
    expect(text()).toContain('Touch anywhere to start About 1 min');
    await words.changeLanguage('zh');
    expect(text()).toContain('小城 Smalltown');
    expect(text()).toContain('轻触任意处开始 约 1 分钟');
  });

  test('rounds the time of the tour to minutes, one at least', () => {
    const chapter = city.tour[0];
    of({ tour: [100, 100, 90].map((seconds, i) => ({ ...chapter, id: `c${i}`, seconds })) });
    expect(text()).toContain('About 5 min');
    of({ tour: [{ ...chapter, seconds: 5 }] });
    expect(text()).toContain('About 1 min');
  });

  test('of a city without a tour says so, and has nothing to start', () => {
    of({ tour: [] });
    expect(text()).toContain('This city has no tour yet.');
    expect(desk()).not.toContain('class="start"><');
  });

  test('leads with the first chapter’s title; that a city is fictional stands once and small, of others what they are', () => {
    const line = () => readable(desk().split('class="cover-about"')[1].split('</p>')[0].slice(1));
    const title = city.tour[0].title.en;
    expect(line()).toBe(`${title} Fictional city · generated data`);
    of({ fictional: false });
    expect(line()).toBe(`${title} ${city.about.en}`);
    expect(line()).not.toContain('Fictional city');
  });
});

describe('a chapter', () => {
  test('has its number, its title and its words, in either language', async () => {
    twin.getState().startTour(1);
    expect(text()).toContain('Chapter 2 of 2 Pipes unseen Seven kinds of pipe lie below the street.');
    await words.changeLanguage('zh');
    expect(text()).toContain('第二章，共二章 看不见的管线');
  });

  test('tells the two largest of the layers that it adds by their own counts, not what stands in every picture', () => {
    const [chapter] = city.tour;
    const layers = city.layers.map((layer) => ({ ...layer, shownAtStart: layer.id === 'building' }));
    of({ layers, tour: [{ ...chapter, layers: ['plan-kg', 'building', 'pipe-storm'] }] });
    twin.getState().startTour(0);
    expect(text()).toContain('3 Storm sewers 2 Regulatory plan');
    expect(text()).not.toContain('Buildings');
    expect(text()).toContain('Counts are taken from the layer list');
    expect([...desk().matchAll(/class="bar"[^>]*><i style="width:([\d.]+)%"/g)].map(([, share]) => share)).toEqual([
      '100',
      '66.66666666666667',
    ]);
  });

  test('without layers of its own has no numbers: trees and buildings are of no chapter', () => {
    const [{ layers: _, ...chapter }] = city.tour;
    of({ tour: [chapter] });
    twin.getState().startTour(0);
    expect(tagsOf(desk(), 'dt')).toHaveLength(0);
    expect(text()).not.toContain('Counts are taken');
  });

  test('shows its picture with what it is and whence, and its chart with every value', () => {
    const words = (text: string) => ({ zh: text, en: text });
    const [{ layers: _, ...stop }] = city.tour;
    const { tour } = readTour(
      {
        format: 3,
        kind: 'tour',
        id: 'own',
        city: city.id,
        title: words('Own'),
        files: { 'river.png': { type: 'image/png', data: 'iVBORw0KGgo=' } },
        chapters: [
          {
            ...stop,
            picture: { file: 'river.png', alt: words('The river in 1920'), source: words('City archive') },
            chart: {
              kind: 'bars',
              title: words('Inlets'),
              unit: 'm',
              points: [
                { label: words('Arterial'), value: 30 },
                { label: words('Local'), value: 40 },
              ],
              source: words('Plan'),
            },
          },
        ],
      },
      'own.json',
    );
    twin.getState().listTours([tour]);
    twin.getState().chooseTour('own');
    twin.getState().startTour(0);
    expect(desk()).toMatch(/<img src="blob:[^"]+" alt="The river in 1920"/);
    expect(text()).toContain('Source: City archive');
    expect(text()).toContain('Inlets Arterial 30 m Local 40 m');
  });

  test('marks those that are past and the one that plays, with how far it is', () => {
    twin.getState().startTour(1);
    twin.getState().reportTour(0.25, null);
    const items = tagsOf(desk(), 'li');
    expect(items.map((tag) => /class="([^"]*)"/.exec(tag)?.[1])).toEqual(['past', 'now']);
    expect(desk()).toContain('scaleX(0.25)');
    expect(desk().split('aria-current="step"')).toHaveLength(2);
  });

  test('that is held says when it goes on, and offers to go on at once', () => {
    twin.getState().startTour(0);
    expect(text()).toContain('Drag to rotate the city');
    twin.getState().holdTour();
    expect(text()).toContain('The tour is paused.');
    twin.getState().reportTour(0.5, 7.2);
    expect(text()).toContain('Resumes in 8 s');
    expect(desk()).toContain('aria-label="Resume"');
  });

  test('that the city has not is no chapter', () => {
    twin.getState().startTour(9);
    expect(text()).toBe('');
  });
});

describe('the view of the cover', () => {
  test('stands before the middle of the view home, low over the roofs and the same way, whichever way home looks', () => {
    for (const headingDeg of [0, 75, 200, 310]) {
      const home = { ...city.home, headingDeg };
      const view = coverView({ home, origin: city.origin });
      const [east, north, up] = enuFromLonLat(city.origin, home);
      const flat = up / Math.tan((-home.pitchDeg * Math.PI) / 180) - 1300;
      const heading = (headingDeg * Math.PI) / 180;
      const [coverEast, coverNorth] = enuFromLonLat(city.origin, view);
      expect(Math.abs(coverEast - (east + flat * Math.sin(heading)))).toBeLessThan(12);
      expect(Math.abs(coverNorth - (north + flat * Math.cos(heading)))).toBeLessThan(12);
      expect([view.headingDeg, view.pitchDeg, view.heightM]).toEqual([headingDeg, -6, city.origin.heightM + 320]);
    }
  });
});

describe('a tour in a link', () => {
  test('is written while one plays, and opens on the same chapter', () => {
    expect(tourLink.write(twin.getState(), city)).toEqual([]);
    twin.getState().startTour(1);
    twin.getState().holdTour();
    expect(tourLink.write(twin.getState(), city)).toEqual([['tour', '1']]);
    expect(tourLink.read('tour', '1', city)).toEqual({ linked: { tour: 'playing', tourIndex: 1 } });
  });

  test.each(['2', '-1', '0.5', 'one'])('that the city has not is refused: %s', (value) => {
    expect(tourLink.read('tour', value, city)).toHaveProperty('expected');
  });
});
