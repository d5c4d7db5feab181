namespace ElasticMoE.Model.Configuration;

/// <summary>How a group of experts is scored where routing is limited to the best groups.</summary>
public enum GroupScore
{
    /// <summary>By its best expert.</summary>
    Best,

    /// <summary>By the sum of its best two experts.</summary>
    SumOfBestTwo,
}
