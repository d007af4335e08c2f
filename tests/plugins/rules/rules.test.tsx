import { expect, test, vi } from 'vitest';
import { numbersHash, sunNumbers } from '../../../model/rules/numbers.ts';
import { words } from '../../../src/kit/words.ts';
import { rulesController } from '../../../src/plugins/rules/controller.ts';
import { RulesPanel } from '../../../src/plugins/rules/panels/rules-panel.tsx';
import { SunHours } from '../../../src/plugins/sun/panels/sun-hours.tsx';
import { sunRuleIn, sunRulesIn } from '../../../src/twin/city-rules.ts';
import { markupIn, readable } from '../../kit/rendered.tsx';
import { testApp } from '../../kit/test-app.ts';

/** A browser that keeps what a page gives it. */
function keepingBrowser(): void {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  });
}

const text = { edition: 'GB 50180-2018', clause: '4.0.9', page: '12', scan: null };
const person = { unit: '规划院', role: '总工', who: '李', by: 'page' as const, on: '2026-11-29' };

test('numbers that are changed here are those of the next study; confirmed, the rule gives verdicts, and so after a reload', async () => {
  keepingBrowser();
  const app = testApp();
  const { twin } = app;
  const rules = app.controllerOf(rulesController);
  const first = sunRulesIn(twin.city, twin.getState())[0];
  const rule = rules.rules().find(({ subject, id }) => subject === 'sun' && id === first.id) ?? expect.fail();
  await rules.change(rule, { ...rule.numbers, minMinutes: 150, sillM: 0.6 });
  const changed = sunRuleIn(twin.city, twin.getState(), first.id);
  expect(changed).toMatchObject({ minMinutes: 150, sillM: 0.6, verified: false });
  const hash = numbersHash('sun', first.id, sunNumbers(changed));
  await rules.confirm({ ...rule, numbers: sunNumbers(changed) }, { ...person, ...text, hash });
  expect(sunRuleIn(twin.city, twin.getState(), first.id).verified).toBe(true);
  const again = testApp().twin;
  await vi.waitFor(() => expect(sunRuleIn(again.city, again.getState(), first.id).verified).toBe(true));
  await rules.withdraw(rule);
  expect(sunRuleIn(twin.city, twin.getState(), first.id)).toEqual(first);
});

test('the page counts what is confirmed, and says 待核 in words there alone', async () => {
  keepingBrowser();
  const app = testApp();
  const { twin } = app;
  await words.changeLanguage('zh');
  const markup = markupIn(twin, <RulesPanel onClose={() => {}} />, { rules: app.controllerOf(rulesController) });
  expect(readable(markup)).toContain('0 条已核定，据此下结论；13 条待核');
  expect(markup).toContain('data-standing="unconfirmed"');
  const facts = { facts: async () => ({ origin: 'given', planned: [] }) };
  expect(markupIn(twin, <SunHours year={2026} />, { sun: { ...facts } })).not.toContain('tag unsure');
});
