namespace ElasticMoE.DataPlane.Links;

/// <summary>Where frames in shared memory come from, and go back to.</summary>
internal interface ISharedFrames
{
    /// <summary>It was sent, and the payload is the other end's now.</summary>
    void Sent(SharedFrame frame);

    /// <summary>Nobody at this end needs it any more.</summary>
    void Return(SharedFrame frame);
}
