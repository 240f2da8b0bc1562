// What many Apps receive deliveries with: octokit's middleware, with a handler that does nothing. Prints where it listens.
import { createServer } from "node:http";
import { Webhooks, createNodeMiddleware } from "@octokit/webhooks";

const webhooks = new Webhooks({ secret: process.env.SECRET });
webhooks.on("workflow_job", () => {});
const server = createServer(createNodeMiddleware(webhooks, { path: "/webhooks/github" }));
server.listen(0, "127.0.0.1", () => console.log(`127.0.0.1:${server.address().port}`));
