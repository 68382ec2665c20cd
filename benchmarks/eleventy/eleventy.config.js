// The corpus as a plain Eleventy site, with the same pages as stockconf.py has.
import anchor from "markdown-it-anchor";

/** Return the groups of posts that share a name, by name. */
function group(posts, namesOf) {
  const groups = new Map();
  for (const post of posts) {
    for (const name of namesOf(post)) {
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(post);
    }
  }
  return [...groups].sort().map(([name, members]) => ({ name, posts: members }));
}

const oldestFirst = (api) =>
  api.getFilteredByGlob("**/blog/*.md").sort((one, other) => one.date - other.date);
const newestFirst = (api) => oldestFirst(api).reverse();

export default function (config) {
  config.amendLibrary("md", (markdown) => markdown.use(anchor));
  config.addCollection("posts", newestFirst);
  config.addCollection("newest", (api) => newestFirst(api).slice(0, 20));
  config.addCollection("byCategory", (api) =>
    group(newestFirst(api), (post) => [post.data.category]),
  );
  config.addCollection("byTag", (api) =>
    group(newestFirst(api), (post) => post.data.tags),
  );
  config.addCollection("byAuthor", (api) =>
    group(newestFirst(api), (post) => [post.data.author]),
  );
  // Neighbours and series are found once, not by searching from every post.
  config.addCollection("places", (api) => {
    const posts = oldestFirst(api);
    const places = {};
    posts.forEach((post, at) => {
      places[post.inputPath] = { previous: posts[at - 1], next: posts[at + 1] };
    });
    for (const series of group(posts, (post) => [post.data.series])) {
      series.posts.forEach((post, at) => {
        Object.assign(places[post.inputPath], {
          parts: series.posts,
          before: series.posts[at - 1],
          after: series.posts[at + 1],
        });
      });
    }
    return places;
  });
  const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: "UTC" });
  config.addFilter("day", (date) => day.format(date));
  config.addFilter("iso", (date) => date.toISOString());
  config.addFilter("rfc822", (date) => date.toUTCString());
  return {
    dir: { input: "content", includes: "../_includes", output: "public" },
    // The bodies are Markdown and nothing else.
    markdownTemplateEngine: false,
  };
}
