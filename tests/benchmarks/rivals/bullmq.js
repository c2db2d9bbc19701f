// BullMQ over Redis with nodemailer, 50 jobs at a time. Arguments: messages, SMTP port, Redis port.
import { Queue, Worker } from "bullmq";
import { enqueued, mailer, told } from "./mailer.js";

const [count, smtpPort, redisPort] = process.argv.slice(2).map(Number);
const connection = { host: "127.0.0.1", port: redisPort, maxRetriesPerRequest: null };
const queue = new Queue(`mail-${process.pid}`, {
  connection,
  defaultJobOptions: { attempts: 3, backoff: { type: "exponential", delay: 1000 } },
});
const send = mailer(smtpPort);

const rate = await enqueued(count, (letters) => queue.addBulk(letters.map((data) => ({ name: "send", data }))));
await told(count, rate, () => new Promise((finished, failed) => {
  let done = 0;
  const worker = new Worker(queue.name, (job) => send(job.data).then(() => null), { connection, concurrency: 50 });
  worker.on("completed", () => ++done === count && finished());
  worker.on("failed", (job, error) => failed(error));
}));
