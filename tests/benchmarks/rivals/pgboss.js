// pg-boss over PostgreSQL with nodemailer: batches of 100, fetched again at once. Arguments: messages, SMTP port, database URL.
import * as library from "pg-boss";
import { enqueued, mailer, told } from "./mailer.js";

const PgBoss = library.PgBoss ?? library.default;
const [count, smtpPort] = process.argv.slice(2, 4).map(Number);
const boss = new PgBoss(process.argv[4]);
boss.on("error", console.error);
await boss.start();
const name = `mail-${process.pid}`;
await boss.createQueue(name);
const send = mailer(smtpPort);

const add = (letters) =>
  library.PgBoss ? boss.insert(name, letters.map((data) => ({ data }))) : boss.insert(letters.map((data) => ({ name, data })));
const rate = await enqueued(count, add);
await told(count, rate, async () => {
  for (let done = 0; done < count; ) {
    const jobs = await boss.fetch(name, { batchSize: 100 });
    await Promise.all(jobs.map((job) => send(job.data)));
    await boss.complete(name, jobs.map((job) => job.id));
    done += jobs.length;
  }
});
