import { expose, transferHandlers, wrap } from 'comlink';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseMessage } from '../../../model/text/case-messages.ts';
import { MessageError, messagesOf } from '../../../model/text/message.ts';
import { handleMessageTransfer } from '../../../model/text/message-transfer.ts';
import { failureOf, reasonIn } from '../../../src/twin/failure.ts';

/** What a worker throws, over a real port, as the page catches it. */
const message = caseMessage('file-missing', { file: 'a.json', path: '/a.json' });
const service = {
  refuse: () => {
    throw new MessageError(message);
  },
  reject: async () => {
    throw new MessageError(message, message);
  },
  break: () => {
    throw new TypeError('x is undefined');
  },
};
const { port1, port2 } = new MessageChannel();
const remote = wrap<typeof service>(port2);
const usual = transferHandlers.get('throw');

async function caught(answer: Promise<unknown>): Promise<unknown> {
  return await answer.then(
    () => {
      throw new Error('expected a refusal');
    },
    (error: unknown) => error,
  );
}

beforeAll(() => expose(service, port1));

afterAll(() => {
  port1.close();
  port2.close();
});

test('without it a refusal loses its words on the way', async () => {
  expect(messagesOf(await caught(remote.refuse()))).toBeNull();
});

test('with it a refusal keeps its words in both languages, thrown or rejected', async () => {
  handleMessageTransfer(transferHandlers);
  expect(transferHandlers.get('throw')).not.toBe(usual);
  const error = await caught(remote.refuse());
  expect(messagesOf(error)).toEqual([message]);
  expect(error).toMatchObject({ name: 'MessageError', message: message.text.en });
  expect(reasonIn(failureOf(error), 'zh')).toBe('a.json：找不到文件 /a.json');
  expect(messagesOf(await caught(remote.reject()))).toEqual([message, message]);
});

test('a fault of the program crosses as before, and shows a sentence of the page', async () => {
  const error = await caught(remote.break());
  expect(error).toMatchObject({ name: 'TypeError', message: 'x is undefined' });
  expect(failureOf(error).zh).toBe('程序出错，这一步没有完成。请再试一次；仍不行，请告诉管理员您做了什么、在几点');
});
