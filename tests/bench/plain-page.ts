import type { Browser } from 'playwright-core';

/** What speaks the developer tools' protocol to a browser, a page or a worker. */
export interface Devtools {
  send(method: string, params?: object): Promise<unknown>;
  on(event: string, take: (params: never) => void): void;
}

/** A page that nobody records. */
export interface PlainPage {
  readonly devtools: Devtools;
  goto(url: string): Promise<void>;
  /** At the begin of each document from now on. */
  addInitScript<Given>(script: (given: Given) => void, given: Given): Promise<void>;
  /** What a function makes of the page; it may return a promise. Errors of the page are thrown. */
  evaluate<Answer>(look: () => Answer | Promise<Answer>): Promise<Answer>;
  /** Answers no request, until it is called again. */
  setOffline(isOffline: boolean): Promise<void>;
  /** Files whose address has one of these patterns (`*` any characters) fail where it says so; none: no more. */
  failFiles(patterns: readonly string[], isFailing: () => boolean): Promise<void>;
}

/**
 * A page of its own browser context to which no recorder is attached. Over hours that counts: pages opened otherwise are watched by the
 * developer tools' network recorder, which keeps the head of each answer for as long as the page lives (some half a kilobyte of the page's
 * memory a request, bodies up to its limit outside, and the browser's own process as much again).
 */
export async function openPlainPage(
  browser: Browser,
  { width, height, scale }: { width: number; height: number; scale: number },
): Promise<PlainPage> {
  const root = (await browser.newBrowserCDPSession()) as unknown as Devtools;
  const { browserContextId } = (await root.send('Target.createBrowserContext', {})) as { browserContextId: string };
  const { targetId } = (await root.send('Target.createTarget', { url: 'about:blank', browserContextId })) as {
    targetId: string;
  };
  const { sessionId } = (await root.send('Target.attachToTarget', { targetId, flatten: false })) as {
    sessionId: string;
  };
  const devtools = nestedDevtools(root, sessionId);
  let isFailing = () => false;
  devtools.on('Fetch.requestPaused', ({ requestId }: { requestId: string }) => {
    const answer = isFailing()
      ? devtools.send('Fetch.failRequest', { requestId, errorReason: 'Failed' })
      : devtools.send('Fetch.continueRequest', { requestId });
    // The page has given it up by then.
    answer.catch(() => null);
  });
  await devtools.send('Page.enable');
  await devtools.send('Emulation.setDeviceMetricsOverride', {
    width,
    height,
    deviceScaleFactor: scale,
    mobile: false,
  });
  return {
    devtools,
    async goto(url) {
      await devtools.send('Page.navigate', { url });
    },
    async addInitScript(script, given) {
      await devtools.send('Page.addScriptToEvaluateOnNewDocument', {
        source: `(${script})(${JSON.stringify(given)})`,
      });
    },
    async evaluate<Answer>(look: () => Answer | Promise<Answer>): Promise<Answer> {
      const { result, exceptionDetails } = (await devtools.send('Runtime.evaluate', {
        expression: `(${look})()`,
        awaitPromise: true,
        returnByValue: true,
      })) as { result: { value: Answer }; exceptionDetails?: { text: string; exception?: { description?: string } } };
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    async setOffline(isOffline) {
      // The recorder goes with the domain: it forgets what it kept.
      if (!isOffline) {
        await devtools.send('Network.disable');
        return;
      }
      await devtools.send('Network.enable');
      await devtools.send('Network.emulateNetworkConditions', {
        offline: true,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: -1,
      });
    },
    async failFiles(patterns, fails) {
      isFailing = fails;
      if (patterns.length === 0) await devtools.send('Fetch.disable');
      else await devtools.send('Fetch.enable', { patterns: patterns.map((urlPattern) => ({ urlPattern })) });
    },
  };
}

/** Speaks to a target through the one that it is attached to. */
export function nestedDevtools(parent: Devtools, sessionId: string): Devtools {
  const answers = new Map<number, { resolve(result: unknown): void; reject(reason: Error): void }>();
  const takers = new Map<string, ((params: never) => void)[]>();
  let lastId = 0;
  parent.on('Target.receivedMessageFromTarget', (got: { sessionId: string; message: string }) => {
    if (got.sessionId !== sessionId) return;
    const { id, method, params, result, error } = JSON.parse(got.message) as {
      id?: number;
      method?: string;
      params?: unknown;
      result?: unknown;
      error?: { message: string };
    };
    for (const take of takers.get(method ?? '') ?? []) take(params as never);
    if (id === undefined) return;
    const answer = answers.get(id);
    answers.delete(id);
    if (error) answer?.reject(new Error(error.message));
    else answer?.resolve(result);
  });
  parent.on('Target.detachedFromTarget', (gone: { sessionId: string }) => {
    if (gone.sessionId !== sessionId) return;
    for (const { reject } of answers.values()) reject(new Error('the target has ended'));
    answers.clear();
  });
  return {
    send(method, params = {}) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        answers.set(id, { resolve, reject });
        parent
          .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) })
          .catch((reason: Error) => {
            answers.delete(id);
            reject(reason);
          });
      });
    },
    on(event, take) {
      takers.set(event, [...(takers.get(event) ?? []), take]);
    },
  };
}
