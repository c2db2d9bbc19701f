// The mail that every rival sends, and nodemailer's own pool to send it with. Measures nothing itself.
import nodemailer from "nodemailer";

const html = "<p>" + "hello world ".repeat(340) + "</p>";

export const letter = (n) => ({ to: `u${n}@example.net`, subject: `Hi ${n}`, text: "hello world", html });

export function mailer(port) {
  const transport = nodemailer.createTransport({
    host: "127.0.0.1", port, pool: true, maxConnections: 10, maxMessages: Infinity, ignoreTLS: true,
  });
  return (mail) => transport.sendMail({ from: "Anna Example <anna@example.org>", ...mail });
}

// Add `count` letters in batches of 1,000; answers letters a second.
export async function enqueued(count, add) {
  const started = performance.now();
  for (let first = 0; first < count; first += 1000) {
    await add(Array.from({ length: Math.min(1000, count - first) }, (_, n) => letter(first + n)));
  }
  return Math.round((count / (performance.now() - started)) * 1000);
}

// Answers what `work` delivered a second as one line of JSON, and ends: the queues' own timers would keep the process.
export async function told(count, enqueue_per_s, work) {
  const [started, spent] = [performance.now(), process.cpuUsage()];
  await work();
  const delivered_per_s = Math.round((count / (performance.now() - started)) * 1000);
  const { user, system } = process.cpuUsage(spent);
  console.log(JSON.stringify({ delivered_per_s, enqueue_per_s, cpu_ms: (user + system) / 1000 / count }));
  process.exit(0);
}
