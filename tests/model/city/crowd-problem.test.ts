import { expect, test } from 'vitest';
import { CrowdRefusal, crowdProblemText } from '../../../model/scenarios/crowd-problem.ts';

const problem = {
  code: 'orders-contradict',
  values: { one: 'orders.a', other: 'orders.b', population: 'east', exit: 'G01', otherExit: 'G02', fromS: 60 },
} as const;

test('a refusal says all that is wrong, one a line, in English to the command line and in both languages to the page', () => {
  const { message, problems } = new CrowdRefusal(problem, { code: 'no-exit', values: {} });
  expect(message).toBe(
    'orders.a, orders.b: expected one exit for east at a time, got "G01" and "G02" from 60 s on\nexits: expected at least one, got none',
  );
  expect(problems.map((each) => crowdProblemText(each, 'zh'))).toEqual([
    'orders.a 与 orders.b 矛盾：60 s 起，east 同时被引向“G01”和“G02”',
    '没有选出口：至少要有一个',
  ]);
});
