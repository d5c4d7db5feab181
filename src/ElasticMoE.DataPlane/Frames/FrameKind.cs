namespace ElasticMoE.DataPlane.Frames;

/// <summary>What a frame says. The numbers are on the wire.</summary>
public enum FrameKind : byte
{
    /// <summary>The connecting side introduces itself: identity, role, digests, challenge.</summary>
    Hello = 1,

    /// <summary>The accepting side answers: identity, digests, proof, its own challenge.</summary>
    Welcome = 2,

    /// <summary>The connecting side's proof.</summary>
    Proof = 3,

    /// <summary>The handshake is refused; the payload says why, in one line.</summary>
    Refused = 4,

    /// <summary>Says only that the sender lives.</summary>
    Ping = 5,

    /// <summary>A node states which experts it holds, and how.</summary>
    Holdings = 6,

    /// <summary>Node to router: how many rows the router may have out here at once.</summary>
    Credit = 7,

    /// <summary>Offers memory of the sender's, into which it will put payloads if the other end can map it.</summary>
    Memory = 8,

    /// <summary>Says whether the memory that was offered has been mapped.</summary>
    MemoryTaken = 9,

    /// <summary>Router to node: rows, and the experts they go to.</summary>
    Dispatch = 16,

    /// <summary>Node to router: one output row per (row, expert).</summary>
    Answer = 17,

    /// <summary>Node to router: an expert of the frame is not held here; nothing was computed.</summary>
    NotHere = 18,

    /// <summary>Node to router: a suspect's frame runs now, alone.</summary>
    Started = 19,

    /// <summary>Node to router: the frame can't be computed; the payload says why, in one line.</summary>
    Failed = 20,

    /// <summary>Node to node: asks for a piece of an expert's weights, by their digest.</summary>
    Fetch = 32,

    /// <summary>Node to node: a piece of an expert's weights.</summary>
    Piece = 33,

    /// <summary>Node to node: the piece can't be had here; the payload says why, in one line.</summary>
    Unavailable = 34,

    /// <summary>Supervisor to node: a lease number.</summary>
    Fence = 48,

    /// <summary>Node to supervisor: the highest lease number it has learnt.</summary>
    Fenced = 49,

    /// <summary>Supervisor to node: a command about one replica.</summary>
    Command = 50,

    /// <summary>Node to supervisor: whether it takes a command.</summary>
    Receipt = 51,

    /// <summary>Node to supervisor: where it is, and its memory.</summary>
    Description = 53,

    /// <summary>Node to supervisor, and to routers when phases change: what it holds.</summary>
    Report = 54,

    /// <summary>Supervisor to router: the whole map.</summary>
    Map = 55,

    /// <summary>Supervisor to router: what changes from one map to the next.</summary>
    MapDelta = 56,

    /// <summary>Router to supervisor: a delta doesn't fit; send the whole map.</summary>
    MapAsk = 57,

    /// <summary>Router to supervisor: which map it works by, which nodes it can't reach, and its experts' rows.</summary>
    RouterReport = 58,

    /// <summary>Supervisor to router: a revision has ended; what is still bound to it fails.</summary>
    RevisionEnded = 59,

    /// <summary>Gateway to router: a request; its frame id names it from then on.</summary>
    Submit = 64,

    /// <summary>Router to gateway: the next token of a request.</summary>
    Token = 65,

    /// <summary>Router to gateway: how a request ended.</summary>
    Done = 66,

    /// <summary>Gateway to router: nobody wants the request's tokens any more.</summary>
    Cancel = 67,

    /// <summary>Router to gateway: how busy the router is.</summary>
    Load = 68,

    /// <summary>Router to gateway: the cluster's teams of experts, as the router's map has them.</summary>
    Teams = 69,
}
