// Sends one issue to many readers with nodemailer's pool: node nodemailer.mjs ISSUE.json PORT READERS [KEY]
// With KEY, an RSA key in PEM, every mail is signed.
import { readFileSync } from "node:fs";
import nodemailer from "nodemailer";

const [issue, port, readers, key] = process.argv.slice(2);
const { subject, html, text, link } = JSON.parse(readFileSync(issue, "utf8"));
const dkim = key && {
  domainName: "tidewater.example",
  keySelector: "bench",
  privateKey: readFileSync(key, "utf8"),
};
const relay = nodemailer.createTransport({
  host: "127.0.0.1", port: Number(port), secure: false, ignoreTLS: true,
  pool: true, maxConnections: 8, maxMessages: Infinity, ...(dkim && { dkim }),
});

async function lane(first) {
  for (let number = first; number < Number(readers); number += 16) {
    const leave = `${link}${number}`;
    await relay.sendMail({
      from: "Tidewater <weekly@tidewater.example>",
      to: { name: `Reader ${number}`, address: `reader${number}@readers.example` },
      subject,
      html: html.replaceAll(link, leave),
      text: text.replaceAll(link, leave),
      headers: {
        "List-Unsubscribe": `<${leave}>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
    });
  }
}

// Two mails for each connection, so that none has to wait for the next one to be written.
await Promise.all(Array.from({ length: 16 }, (_, first) => lane(first)));
relay.close();
