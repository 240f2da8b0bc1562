//! What the tests share.

pub(crate) mod http;
pub(crate) mod payload;
pub(crate) mod postgres;
pub(crate) mod world;

/// Runs a test on SQLite and on PostgreSQL.
macro_rules! on_both {
    ($name:ident, $world:ident => $body:block) => {
        mod $name {
            use super::*;

            async fn check($world: World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                check(World::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                check(World::postgres().await).await;
            }
        }
    };
}

pub(crate) use on_both;
