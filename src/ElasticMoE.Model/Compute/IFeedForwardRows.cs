namespace ElasticMoE.Model.Compute;

/// <summary>Where the rows of groups come from.</summary>
internal interface IFeedForwardRows
{
    /// <summary>Puts a group's rows where its products take them; on any thread, each group once.</summary>
    void MakeReady(in FeedForwardGroup group);
}
