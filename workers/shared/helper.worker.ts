import { help, type Invitation } from './crew.ts';

/** A thread that helps the kernel of one run after the other: it is given a port once, and an invitation a run. It blocks while it helps. */
addEventListener('message', ({ data }: MessageEvent<MessagePort>) => {
  data.onmessage = (message: MessageEvent<Invitation>) => help(message.data);
});
