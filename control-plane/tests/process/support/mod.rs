//! What the tests share.

pub(crate) mod fake_kms;
pub(crate) mod harness;
pub(crate) mod http;
pub(crate) mod https;
pub(crate) mod payload;
pub(crate) mod postgres;
pub(crate) mod process;

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

/// Runs all at once, and answers in their order.
pub(crate) async fn join_all<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut running: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        for (future, output) in &mut running {
            if output.is_none()
                && let std::task::Poll::Ready(ready) = future.as_mut().poll(context)
            {
                *output = Some(ready);
            }
        }
        if running.iter().all(|(_, output)| output.is_some()) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    running.into_iter().map(|(_, output)| output.unwrap()).collect()
}
