//! The list that ends an upload in blocks ("Put Block List", Azure Storage REST API):
//! `<BlockList><Latest>ID</Latest>…</BlockList>`.

use crate::record::PIECES_MAX;
use xmlparser::{ElementEnd, Token, Tokenizer};

/// Bytes of an id: Azure's limit is 64 before base64.
pub const ID_MAX: usize = 96;
/// Bytes of a list of as many blocks as an entry may have.
pub const LIST_MAX: usize = PIECES_MAX * (ID_MAX + 48);

/// Not a list of blocks.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the list of blocks is not understood")]
pub struct BlocksError;

/// Reads the ids in their order. Every block was sent a moment ago, so that what Azure distinguishes (committed,
/// uncommitted, latest) is the same here.
///
/// # Errors
/// When it is no such list, or has more blocks than an entry may have.
pub fn parse(body: &[u8]) -> Result<Vec<String>, BlocksError> {
    let text = std::str::from_utf8(body).map_err(|_| BlocksError)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut open: Vec<&str> = Vec::new();
    let mut ids = Vec::new();
    let mut lists = 0;
    for token in Tokenizer::from(text) {
        match token.map_err(|_| BlocksError)? {
            Token::ElementStart { local, .. } => {
                match (open.as_slice(), local.as_str()) {
                    ([], "BlockList") => lists += 1,
                    (["BlockList"], "Latest" | "Uncommitted" | "Committed") => {}
                    _ => return Err(BlocksError),
                }
                open.push(local.as_str());
            }
            Token::ElementEnd { end: ElementEnd::Open, .. } => {}
            Token::ElementEnd { end, .. } => {
                // `<BlockList/>` is an entry without a byte; an empty id is none.
                let closed = if let ElementEnd::Close(_, local) = end { local.as_str() } else { "BlockList" };
                if open.pop() != Some(closed) {
                    return Err(BlocksError);
                }
            }
            Token::Text { text } if open.len() == 2 => {
                let id = text.as_str().trim();
                if !is_id(id) || PIECES_MAX <= ids.len() {
                    return Err(BlocksError);
                }
                ids.push(id.to_owned());
            }
            Token::Text { text } if !text.as_str().trim().is_empty() => return Err(BlocksError),
            Token::Cdata { .. } | Token::EntityDeclaration { .. } | Token::DtdStart { .. } | Token::EmptyDtd { .. } => {
                return Err(BlocksError);
            }
            _ => {}
        }
    }
    if lists == 1 && open.is_empty() { Ok(ids) } else { Err(BlocksError) }
}

/// An id is base64, in the list as in the address of its block.
#[must_use]
pub fn is_id(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_');
    !id.is_empty() && id.len() <= ID_MAX && id.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_clients_send() {
        let list = br#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><BlockList><Latest>QQ==</Latest><Uncommitted>Qg==</Uncommitted></BlockList>"#;
        assert_eq!(parse(list).unwrap(), ["QQ==", "Qg=="]);
        assert_eq!(parse("\u{feff}<BlockList>\n  <Latest>QQ==</Latest>\n</BlockList>".as_bytes()).unwrap(), ["QQ=="]);
        assert!(parse(b"<BlockList></BlockList>").unwrap().is_empty());
        assert!(parse(b"<BlockList/>").unwrap().is_empty());
    }

    #[test]
    fn refuses_what_is_none() {
        for wrong in [
            "",
            "QQ==",
            "<BlockList>",
            "<BlockList><Latest>QQ==</BlockList></Latest>",
            "<BlockList><Latest/></BlockList>",
            "<BlockList><Latest>a b</Latest></BlockList>",
            "<BlockList>QQ==</BlockList>",
            "<List><Latest>QQ==</Latest></List>",
            "<BlockList><Latest><Latest>QQ==</Latest></Latest></BlockList>",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><BlockList><Latest>&b;</Latest></BlockList>",
            "<BlockList/><BlockList/>",
        ] {
            assert_eq!(parse(wrong.as_bytes()), Err(BlocksError), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn ids_come_out_as_they_went_in(ids in prop::collection::vec("[A-Za-z0-9+/]{1,64}={0,2}", 0..20)) {
            let list: String = ids.iter().map(|id| format!("<Latest>{id}</Latest>")).collect();
            prop_assert_eq!(parse(format!("<BlockList>{list}</BlockList>").as_bytes()).unwrap(), ids);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[<>/BlockListLatest=\"! ]{0,80}") {
            drop(parse(text.as_bytes()));
        }
    }
}
