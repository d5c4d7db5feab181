using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>Something that happened on a link.</summary>
/// <param name="Kind">What.</param>
/// <param name="Link">Where.</param>
/// <param name="Frame">What arrived; the taker's to dispose.</param>
/// <param name="AtUs">When; monotonic time.</param>
internal readonly record struct InboxItem(InboxItemKind Kind, IFrameLink Link, FrameBuffer? Frame, long AtUs);
